package io.millrace.kernels.cpu.group.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.types.DataType;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class EncoderTest {
  /**
   * Short and long texts by turns: the hashes must not overwrite words that are still to be read.
   */
  @Test
  void textsAreHashedOneByOneAndTogetherAlike() {
    int rows = 200;
    try (RootAllocator root = new RootAllocator();
        ArrowBuf bytes = root.buffer(4_096)) {
      for (int i = 0; i < 4_096; i++) {
        bytes.setByte(i, i * 31 + i / 7);
      }
      long[] addresses = new long[rows];
      int[] lengths = new int[rows];
      for (int i = 0; i < rows; i++) {
        addresses[i] = bytes.memoryAddress() + 16L * i;
        lengths[i] = i % 41;
      }
      BytesVec texts = new BytesVec(DataType.UTF8, rows, addresses, lengths, null);
      long[] words = new long[rows];
      Spans.encode(addresses, lengths, rows, words);
      Cells hashed = new Encoder(Encoding.HASHED).encode(texts);
      for (int i = 0; i < rows; i++) {
        assertThat(hashed.words()[i]).isEqualTo(Hashes.ofSpan(words[i], lengths[i]));
      }
    }
  }
}
