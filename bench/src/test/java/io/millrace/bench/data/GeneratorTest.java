package io.millrace.bench.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void everythingWasGivenBack() {
    allocator.close();
  }

  @Test
  void drawsFromAllKeysAndSpreadsThem() {
    try (Dataset data = new KeyedLongs(20_000, 100, false, 7).generate(allocator)) {
      List<Long> keys = longs(data, 0);
      assertThat(keys).hasSize(20_000);
      assertThat(new HashSet<>(keys)).hasSize(100);
      assertThat(keys).anyMatch(key -> key < Long.MIN_VALUE / 2).anyMatch(key -> key > 1L << 62);
      assertThat(longs(data, 1)).allMatch(value -> Math.abs(value) <= 1_000_000);
      assertThat(longs(data, 1)).anyMatch(value -> value < -900_000);
      assertThat(data.bytes()).isEqualTo(20_000 * 16);
    }
  }

  @Test
  void denseKeysAreSmall() {
    try (Dataset data = new KeyedLongs(20_000, 100, true, 7).generate(allocator)) {
      assertThat(new HashSet<>(longs(data, 0))).hasSize(100).allMatch(key -> key >= 0 && key < 100);
    }
  }

  @Test
  void cutsBatchesOfTheLargestSize() {
    long rows = Dataset.BATCH_ROWS + 5L;
    try (Dataset data = new KeyedLongs(rows, 3, true, 7).generate(allocator)) {
      assertThat(data.rows()).isEqualTo(rows);
      assertThat(data.batches()).extracting(VectorSchemaRoot::getRowCount).endsWith(5);
    }
  }

  @Test
  void sameSeedSameRowsOtherSeedOtherRows() {
    try (Dataset one = new KeyedLongs(1_000, 50, false, 7).generate(allocator);
        Dataset same = new KeyedLongs(1_000, 50, false, 7).generate(allocator);
        Dataset other = new KeyedLongs(1_000, 50, false, 8).generate(allocator)) {
      assertThat(longs(one, 0)).isEqualTo(longs(same, 0)).isNotEqualTo(longs(other, 0));
      assertThat(longs(one, 1)).isEqualTo(longs(same, 1)).isNotEqualTo(longs(other, 1));
    }
  }

  @Test
  void everyIdHasItsOwnShortString() {
    Set<String> seen = new HashSet<>();
    byte[] bytes = new byte[12];
    for (long id = 0; id < 300_000; id++) {
      int length = KeyedStrings.write(id, bytes);
      assertThat(seen.add(new String(bytes, 0, length, StandardCharsets.US_ASCII))).isTrue();
    }
  }

  @Test
  void stringKeysComeInSeveralLengths() {
    try (Dataset data = new KeyedStrings(5_000, 200, 7).generate(allocator)) {
      List<String> keys = strings(data);
      assertThat(new HashSet<>(keys)).hasSize(200).allMatch(key -> key.length() <= 12);
      assertThat(keys.stream().map(String::length).distinct()).hasSizeGreaterThan(3);
    }
  }

  @Test
  void linesAreWordsWithOneSpaceBetween() {
    try (Dataset data = new TextLines(100_000, 500, 7).generate(allocator)) {
      List<String> lines = strings(data);
      long bytes =
          lines.stream().mapToLong(l -> l.getBytes(StandardCharsets.UTF_8).length + 1).sum();
      assertThat(bytes).isBetween(100_000L, 100_300L);
      for (String line : lines) {
        assertThat(line.split(" ", -1)).hasSizeBetween(6, 18).doesNotContain("");
      }
    }
  }

  @Test
  void wordsFollowZipf() {
    Map<String, Integer> counts = new HashMap<>();
    try (Dataset data = new TextLines(2_000_000, 1_000, 7).generate(allocator)) {
      for (String line : strings(data)) {
        Arrays.stream(line.split(" ")).forEach(word -> counts.merge(word, 1, Integer::sum));
      }
    }
    List<Integer> falling = new ArrayList<>(counts.values());
    falling.sort((a, b) -> b - a);
    double total = falling.stream().mapToInt(Integer::intValue).sum();
    // The 1000th harmonic number is 7.485: the first word is 1 / 7.485 of all, the tenth a tenth of
    // it.
    assertThat(falling.getFirst() / total).isBetween(0.130, 0.137);
    assertThat((double) falling.getFirst() / falling.get(9)).isBetween(9.0, 11.0);
    assertThat(counts).hasSize(1_000);
  }

  @Test
  void eventsAreInOrderButForALittleDelay() {
    try (Dataset data = new EventRows(50_000, 10, 1_000, 7).generate(allocator)) {
      TimeStampMicroVector times = (TimeStampMicroVector) data.batches().getFirst().getVector(0);
      long newest = EventRows.START_MICROS;
      int delayed = 0;
      for (int i = 0; i < times.getValueCount(); i++) {
        long time = times.get(i);
        assertThat(time).isGreaterThan(newest - EventRows.LARGEST_DELAY_MICROS);
        delayed += time < newest ? 1 : 0;
        newest = Math.max(newest, time);
      }
      assertThat(newest - EventRows.START_MICROS).isBetween(49_000_000L, 50_000_000L);
      assertThat(delayed).isBetween(50_000 / 20, 50_000 / 10);
      assertThat(new HashSet<>(longs(data, 1))).hasSize(10);
    }
  }

  private static List<Long> longs(Dataset data, int column) {
    List<Long> values = new ArrayList<>();
    for (VectorSchemaRoot batch : data.batches()) {
      BigIntVector vector = (BigIntVector) batch.getVector(column);
      for (int i = 0; i < vector.getValueCount(); i++) {
        values.add(vector.get(i));
      }
    }
    return values;
  }

  private static List<String> strings(Dataset data) {
    List<String> values = new ArrayList<>();
    for (VectorSchemaRoot batch : data.batches()) {
      VarCharVector vector = (VarCharVector) batch.getVector(0);
      for (int i = 0; i < vector.getValueCount(); i++) {
        values.add(new String(vector.get(i), StandardCharsets.UTF_8));
      }
    }
    return values;
  }
}
