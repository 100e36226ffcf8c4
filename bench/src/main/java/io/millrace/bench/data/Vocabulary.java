package io.millrace.bench.data;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Different words by rank, the most frequent first and, as in languages, shorter: 1 to 4 letters
 * for the first hundred, up to 13 later. One in 50 has a letter of two bytes. Immutable.
 */
final class Vocabulary {
  private static final long SALT = 0x766F636162L;

  private final byte[][] words;

  private Vocabulary(byte[][] words) {
    this.words = words;
  }

  /** Makes {@code size} different words. */
  static Vocabulary of(int size, long seed) {
    Set<String> seen = new HashSet<>();
    byte[][] words = new byte[size][];
    long draw = 0;
    for (int rank = 0; rank < size; rank++) {
      String word;
      do {
        word = word(rank, SplitMix64.at(seed ^ SALT, draw++));
      } while (!seen.add(word));
      words[rank] = word.getBytes(StandardCharsets.UTF_8);
    }
    return new Vocabulary(words);
  }

  private static String word(int rank, long random) {
    int shortest = rank < 100 ? 1 : 3;
    int choices = rank < 100 ? 4 : rank < 5_000 ? 6 : 11;
    int length = shortest + (int) Long.remainderUnsigned(random, choices);
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append((char) ('a' + SplitMix64.below(26, random, i)));
    }
    if (SplitMix64.below(50, random, -1) == 0) {
      word.setCharAt(length - 1, 'é');
    }
    return word.toString();
  }

  int size() {
    return words.length;
  }

  /** The word of a rank in UTF-8; not to be changed. */
  byte[] word(int rank) {
    return words[rank];
  }
}
