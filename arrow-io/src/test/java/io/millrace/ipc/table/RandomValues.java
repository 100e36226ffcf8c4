package io.millrace.ipc.table;

import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.Field;

/** One column of every supported type, and values for them. */
public final class RandomValues {
  private static final String[] WORDS = {
    "", "a", "stream", "Mühle", "水車", "🌊 wave", "a longer text that no one reads"
  };

  private static final long MILLIS_A_DAY = 86_400_000;

  private RandomValues() {}

  /** A field for each supported type. */
  public static List<Field> allTypes() {
    List<Field> fields = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      switch (kind) {
        case TIMESTAMP -> {
          for (TimeUnit unit : TimeUnit.values()) {
            fields.add(
                DataType.timestamp(unit, unit.ordinal() % 2 == 0 ? null : "Europe/Zurich")
                    .field("ts" + unit));
          }
        }
        case DURATION -> fields.add(DataType.duration(TimeUnit.MICROSECOND).field("duration"));
        default -> fields.add(DataType.of(kind).field(kind.name()));
      }
    }
    return fields;
  }

  static byte[] of(Random random, Field field) {
    Kind kind = DataType.of(field).kind();
    if (kind.isText()) {
      return WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8);
    }
    if (kind == Kind.BOOL) {
      return new byte[] {(byte) random.nextInt(2)};
    }
    if (kind == Kind.DATE_MILLI) {
      // whole days, as the format asks for
      long millis = random.nextInt() * MILLIS_A_DAY;
      return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(millis).array();
    }
    byte[] bytes = new byte[Table.isBytes(kind) ? random.nextInt(20) : kind.width()];
    random.nextBytes(bytes);
    return bytes;
  }
}
