package io.millrace.kernels.cpu.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Hashes;
import io.millrace.kernels.cpu.group.cell.Spans;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.cpu.group.key.KeyChunk;
import io.millrace.kernels.cpu.group.key.KeyIndex;
import io.millrace.kernels.types.DataType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class HashCollisionTest {
  private static final int ROWS = 2000;

  /** Three hashes for hundreds of keys: what tells keys apart is the keys alone. */
  @Test
  void keysOfOneHashStayApart() {
    try (RootAllocator root = new RootAllocator();
        ArrowBuf bytes = root.buffer(ROWS * 40L);
        KeyIndex index = KeyIndex.create(List.of(DataType.UTF8, DataType.INT64), root, false)) {
      Random random = new Random(1);
      long[] words = new long[ROWS];
      long[] tails = new long[ROWS];
      long[] numbers = new long[ROWS];
      long[] hashes = new long[ROWS];
      String[] keys = new String[ROWS];
      for (int row = 0; row < ROWS; row++) {
        String text =
            random.nextInt(4) == 0 ? "k" + random.nextInt(30) : "key number " + random.nextInt(90);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        bytes.setBytes(row * 40L, utf8);
        words[row] = Spans.head(bytes.memoryAddress() + row * 40L, utf8.length);
        tails[row] = Spans.tail(bytes.memoryAddress() + row * 40L, utf8.length);
        numbers[row] = random.nextInt(3);
        keys[row] = text + "/" + numbers[row];
        hashes[row] = keys[row].hashCode() % 3;
      }
      Cells[] columns = {Cells.ofSpans(words, tails, null), Cells.ofWords(numbers, null)};
      int[] groups = new int[ROWS];
      index.find(new KeyChunk(ROWS, columns, () -> hashes, new int[ROWS * 2]), groups);
      Map<String, Integer> expected = new HashMap<>();
      for (int row = 0; row < ROWS; row++) {
        Integer before = expected.putIfAbsent(keys[row], groups[row]);
        assertThat(before == null || before == groups[row]).as(keys[row]).isTrue();
      }
      assertThat(index.size()).isEqualTo(expected.size());
      assertThat(expected.values()).doesNotHaveDuplicates();
    }
  }

  /** Short values that share a hash, long ones and nulls, told apart by what they are alone. */
  @Test
  void valuesOfOneColumnStayApart() {
    byte[] hashedToZero = {0x15, 0x7C, 0x4A, 0x7F, (byte) 0xB9, 0x79, 0x37, (byte) 0x9E};
    try (RootAllocator root = new RootAllocator();
        ArrowBuf bytes = root.buffer(ROWS * 40L);
        KeyIndex index = KeyIndex.create(List.of(DataType.BINARY), root, false)) {
      Random random = new Random(3);
      Map<String, Integer> seen = new HashMap<>();
      for (int chunk = 0; chunk < 4; chunk++) {
        long[] heads = new long[ROWS];
        long[] tails = new long[ROWS];
        String[] keys = new String[ROWS];
        for (int row = 0; row < ROWS; row++) {
          byte[] value = Arrays.copyOf(hashedToZero, 8 + random.nextInt(20));
          value[value.length - 1] = (byte) random.nextInt(4);
          long address = bytes.memoryAddress() + row * 40L;
          bytes.setBytes(row * 40L, value);
          boolean isNull = random.nextInt(50) == 0;
          heads[row] = isNull ? 0 : Spans.head(address, value.length);
          tails[row] = isNull ? Spans.NULL : Spans.tail(address, value.length);
          keys[row] = isNull ? null : Arrays.toString(value);
        }
        long[] hashes = new long[ROWS];
        Hashes.ofSpans(heads, tails, ROWS, hashes);
        Cells[] columns = {Cells.ofSpans(heads, tails, null)};
        int[] groups = new int[ROWS];
        index.find(new KeyChunk(ROWS, columns, () -> hashes, new int[ROWS]), groups);
        ValueBuffer read = new ValueBuffer();
        index.read(0, groups, 0, ROWS, read);
        for (int row = 0; row < ROWS; row++) {
          Integer before = seen.putIfAbsent(keys[row], groups[row]);
          assertThat(before == null || before == groups[row]).as(keys[row]).isTrue();
          assertThat(read.cells().isValid(row)).isEqualTo(keys[row] != null);
        }
      }
      assertThat(index.size()).isEqualTo(seen.size());
      assertThat(seen.values()).doesNotHaveDuplicates();
    }
  }

  @Test
  void aPerfectHashIsLeftWhenNewKeysOrNullsCome() {
    try (KeyIndex index = KeyIndex.create(List.of(DataType.INT64), null, true)) {
      Map<Long, Integer> seen = new HashMap<>();
      Random random = new Random(2);
      for (int chunk = 0; chunk < 60; chunk++) {
        long[] words = random.longs(ROWS, 0, 3 + chunk / 6 * 30L).map(k -> k << 50).toArray();
        long[] validity = chunk % 5 == 4 ? random.longs(Cells.words(ROWS)).toArray() : null;
        int[] groups = new int[ROWS];
        Cells cells = Cells.ofWords(words, validity);
        index.find(new KeyChunk(ROWS, new Cells[] {cells}, null, new int[ROWS]), groups);
        for (int row = 0; row < ROWS; row++) {
          Long key = cells.isValid(row) ? words[row] : null;
          Integer before = seen.putIfAbsent(key, groups[row]);
          assertThat(before == null || before == groups[row]).isTrue();
        }
      }
      assertThat(seen.values())
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, index.size()).boxed().toList());
      ValueBuffer read = new ValueBuffer();
      index.read(0, new int[] {seen.get(null)}, 0, 1, read);
      assertThat(read.cells().isValid(0)).isFalse();
    }
  }
}
