package io.millrace.cuda.cost;

import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.apache.arrow.vector.types.TimeUnit;

/** 32,768 rows of columns of all kinds; a value in eight is null. The same at each run. */
final class Inputs {
  static final int ROWS = 1 << 15;

  static final int LONG = 0;
  static final int OTHER_LONG = 1;
  static final int UNSIGNED = 2;
  static final int OTHER_UNSIGNED = 3;
  static final int DOUBLE = 4;
  static final int OTHER_DOUBLE = 5;
  static final int BOOL = 6;
  static final int OTHER_BOOL = 7;

  /** Text of 12 to 41 ASCII characters, in words. */
  static final int TEXT = 8;

  /** As {@link #TEXT}, and in half of the rows the same. */
  static final int OTHER_TEXT = 9;

  /** What some of {@link #TEXT} hold: four characters. */
  static final int PATTERN = 10;

  static final int LARGE_TEXT = 11;
  static final int BINARY = 12;

  /** Milliseconds of the years around 2000, in a zone with summer time. */
  static final int ZONED = 13;

  static final int INT8 = 14;
  static final int INT16 = 15;
  static final int INT32 = 16;
  static final int UINT8 = 17;
  static final int UINT16 = 18;
  static final int UINT32 = 19;
  static final int FLOAT = 20;

  /** From dictionaries of a hundred values. */
  static final int CODED_LONG = 21;

  static final int CODED_BOOL = 22;
  static final int CODED_TEXT = 23;

  static final List<TestColumn> COLUMNS = columns();

  private Inputs() {}

  private static List<TestColumn> columns() {
    List<TestColumn> columns = new ArrayList<>();
    columns.add(column(DataType.INT64, 1, random -> random.nextLong() >> random.nextInt(60)));
    columns.add(column(DataType.INT64, 2, random -> random.nextLong() >> random.nextInt(64)));
    columns.add(column(DataType.UINT64, 3, Random::nextLong));
    columns.add(column(DataType.UINT64, 4, random -> random.nextLong() >>> random.nextInt(64)));
    columns.add(column(DataType.FLOAT64, 5, random -> random.nextGaussian() * 1e6));
    columns.add(column(DataType.FLOAT64, 6, random -> random.nextGaussian() * 1e3));
    columns.add(column(DataType.BOOL, 7, Random::nextBoolean));
    columns.add(column(DataType.BOOL, 8, Random::nextBoolean));
    columns.add(column(DataType.UTF8, 9, Inputs::text));
    columns.add(half(columns.getLast()));
    columns.add(column(DataType.UTF8, 11, random -> text(random).substring(0, 4)));
    columns.add(column(DataType.of(Kind.LARGE_UTF8), 12, Inputs::text));
    columns.add(
        column(
            DataType.BINARY,
            13,
            random -> ByteBuffer.wrap(text(random).getBytes(StandardCharsets.US_ASCII))));
    columns.add(
        column(
            DataType.timestamp(TimeUnit.MILLISECOND, "Europe/Berlin"),
            14,
            random -> random.nextLong(500_000_000_000L, 1_500_000_000_000L)));
    columns.add(integers(Kind.INT8, 15));
    columns.add(integers(Kind.INT16, 16));
    columns.add(integers(Kind.INT32, 17));
    columns.add(integers(Kind.UINT8, 18));
    columns.add(integers(Kind.UINT16, 19));
    columns.add(integers(Kind.UINT32, 20));
    columns.add(
        column(DataType.of(Kind.FLOAT32), 21, random -> (double) (float) random.nextGaussian()));
    columns.add(
        column(DataType.INT64, 22, random -> (long) random.nextInt(100)).dictionary(Kind.INT32));
    columns.add(column(DataType.BOOL, 23, Random::nextBoolean).dictionary(Kind.INT32));
    columns.add(
        column(DataType.UTF8, 24, random -> "a value of text, number " + random.nextInt(100))
            .dictionary(Kind.INT32));
    return List.copyOf(columns);
  }

  /** Random values. */
  static TestColumn column(DataType type, long seed, Function<Random, Object> value) {
    Random random = new Random(seed);
    List<Object> values = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      Object drawn = value.apply(random);
      values.add(random.nextInt(8) == 0 ? null : drawn);
    }
    return TestColumn.of(type, values);
  }

  private static TestColumn integers(Kind kind, long seed) {
    int shift = 64 - 8 * kind.width();
    return column(
        DataType.of(kind),
        seed,
        random -> kind.isUnsigned() ? random.nextLong() >>> shift : random.nextLong() >> shift);
  }

  private static TestColumn half(TestColumn texts) {
    Random random = new Random(10);
    List<Object> values = new ArrayList<>();
    for (Object text : texts.values()) {
      values.add(random.nextBoolean() ? text : text(random));
    }
    return TestColumn.of(texts.type(), values);
  }

  /** Words of two to seven letters, some with a comma behind. */
  static String text(Random random) {
    int length = 12 + random.nextInt(30);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      int word = 2 + random.nextInt(6);
      for (int i = 0; i < word; i++) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      text.append(random.nextInt(4) == 0 ? ", " : " ");
    }
    return text.substring(0, length);
  }
}
