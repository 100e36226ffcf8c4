package io.millrace.kernels.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.DataException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ColumnValuesTest {
  private final BufferAllocator root = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    root.close();
  }

  /** A batch of one column; the vector's own reference is given back. */
  private static <V extends FieldVector> Batch batch(V vector, int rows, Consumer<V> fill) {
    try (vector) {
      vector.allocateNew();
      fill.accept(vector);
      vector.setValueCount(rows);
      VectorSchemaRoot vectors = new VectorSchemaRoot(List.of(vector));
      return ArrowBatches.of(vectors, null);
    }
  }

  private static List<Object> values(Batch batch) {
    try (batch) {
      return ColumnValues.values(batch.column(0));
    }
  }

  @Test
  void narrowIntegersAreWidenedByTheirSign() {
    assertThat(values(batch(new TinyIntVector("v", root), 1, v -> v.set(0, -1))))
        .containsExactly(-1L);
    assertThat(values(batch(new SmallIntVector("v", root), 1, v -> v.set(0, -2))))
        .containsExactly(-2L);
    assertThat(values(batch(new IntVector("v", root), 1, v -> v.set(0, Integer.MIN_VALUE))))
        .containsExactly((long) Integer.MIN_VALUE);
    assertThat(values(batch(new UInt1Vector("v", root), 1, v -> v.set(0, 255))))
        .containsExactly(255L);
    assertThat(values(batch(new UInt2Vector("v", root), 1, v -> v.set(0, 65_535))))
        .containsExactly(65_535L);
    assertThat(values(batch(new UInt4Vector("v", root), 1, v -> v.set(0, -1))))
        .containsExactly(4_294_967_295L);
  }

  @Test
  void unsignedLongsPassTheRangeOfLong() {
    assertThat(
            values(
                batch(
                    new UInt8Vector("v", root),
                    2,
                    v -> {
                      v.set(0, -1);
                      v.set(1, 7);
                    })))
        .containsExactly(new BigInteger("18446744073709551615"), BigInteger.valueOf(7));
  }

  @Test
  void missingValuesAreNullAlsoInSlicesAtOddBits() {
    Batch whole =
        batch(
            new BigIntVector("v", root),
            20,
            v -> {
              for (int i = 0; i < 20; i++) {
                if (i % 3 == 0) {
                  v.setNull(i);
                } else {
                  v.set(i, i);
                }
              }
            });
    try (whole;
        Batch slice = whole.slice(5, 6)) {
      assertThat(ColumnValues.values(slice.column(0))).containsExactly(5L, null, 7L, 8L, null, 10L);
    }
  }

  @Test
  void floatingPointAndBooleans() {
    assertThat(
            values(
                batch(
                    new Float4Vector("v", root),
                    2,
                    v -> {
                      v.set(0, 0.5f);
                      v.set(1, Float.NaN);
                    })))
        .containsExactly(0.5, Double.NaN);
    assertThat(values(batch(new Float8Vector("v", root), 1, v -> v.set(0, -0.0))))
        .containsExactly(-0.0);
    Batch bits =
        batch(
            new BitVector("v", root),
            10,
            v -> {
              for (int i = 0; i < 10; i++) {
                v.set(i, i == 9 ? 1 : 0);
              }
            });
    try (bits;
        Batch slice = bits.slice(8, 2)) {
      assertThat(ColumnValues.values(slice.column(0))).containsExactly(false, true);
    }
  }

  @Test
  void textAndBinaryOfBothOffsetWidths() {
    byte[] text = "grün €".getBytes(StandardCharsets.UTF_8);
    Batch texts =
        batch(
            new VarCharVector("v", root),
            3,
            v -> {
              v.setSafe(0, new byte[0]);
              v.setSafe(1, text);
              v.setNull(2);
            });
    try (texts;
        Batch slice = texts.slice(1, 2)) {
      assertThat(ColumnValues.values(slice.column(0))).containsExactly("grün €", null);
    }
    assertThat(values(batch(new LargeVarCharVector("v", root), 1, v -> v.setSafe(0, text))))
        .containsExactly("grün €");
    assertThat(
            (byte[])
                values(
                        batch(
                            new VarBinaryVector("v", root),
                            1,
                            v -> v.setSafe(0, new byte[] {-1, 0})))
                    .getFirst())
        .containsExactly(-1, 0);
  }

  @Test
  void datesAndTimesBeforeAndAfterTheEpoch() {
    assertThat(values(batch(new DateDayVector("v", root), 1, v -> v.set(0, -1))))
        .containsExactly(LocalDate.of(1969, 12, 31));
    assertThat(values(batch(new DateMilliVector("v", root), 1, v -> v.set(0, -86_400_000L))))
        .containsExactly(LocalDate.of(1969, 12, 31));
    assertThat(values(batch(new TimeStampNanoVector("v", root), 1, v -> v.set(0, -1))))
        .containsExactly(LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_999));
    assertThat(
            values(
                batch(
                    new TimeStampMicroTZVector("v", root, "Europe/Vienna"),
                    1,
                    v -> v.set(0, 1_500_000))))
        .containsExactly(
            ZonedDateTime.of(1970, 1, 1, 1, 0, 1, 500_000_000, ZoneId.of("Europe/Vienna")));
    FieldType duration = FieldType.nullable(new ArrowType.Duration(TimeUnit.MILLISECOND));
    assertThat(values(batch(new DurationVector("v", duration, root), 1, v -> v.set(0, -1L))))
        .containsExactly(Duration.ofMillis(-1));
  }

  @Test
  void aTimeBeyondJavaTimeIsSaidToBeOne() {
    Batch batch = batch(new TimeStampSecVector("v", root), 1, v -> v.set(0, Long.MAX_VALUE));
    assertThatThrownBy(() -> values(batch))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("9223372036854775807");
  }

  @Test
  void dictionariesAreLookedUpAndTheirNullsCount() {
    DictionaryEncoding encoding = new DictionaryEncoding(1, false, new ArrowType.Int(8, true));
    try (VarCharVector entries = new VarCharVector("d", root);
        VarCharVector plain = new VarCharVector("v", root)) {
      entries.allocateNew();
      entries.setSafe(0, "a".getBytes(StandardCharsets.UTF_8));
      entries.setSafe(1, "bc".getBytes(StandardCharsets.UTF_8));
      entries.setValueCount(2);
      plain.allocateNew();
      plain.setSafe(0, "bc".getBytes(StandardCharsets.UTF_8));
      plain.setSafe(1, "a".getBytes(StandardCharsets.UTF_8));
      plain.setNull(2);
      plain.setSafe(3, "bc".getBytes(StandardCharsets.UTF_8));
      plain.setValueCount(4);
      Dictionary dictionary = new Dictionary(entries, encoding);
      try (FieldVector encoded = (FieldVector) DictionaryEncoder.encode(plain, dictionary)) {
        entries.setNull(0);
        VectorSchemaRoot vectors = new VectorSchemaRoot(List.of(encoded));
        try (Batch batch =
                ArrowBatches.of(vectors, new DictionaryProvider.MapDictionaryProvider(dictionary));
            Batch slice = batch.slice(1, 3)) {
          assertThat(ColumnValues.values(batch.column(0))).containsExactly("bc", null, null, "bc");
          assertThat(ColumnValues.values(slice.column(0))).containsExactly(null, null, "bc");
        }
      }
    }
  }
}
