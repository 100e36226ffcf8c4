package io.millrace.ipc.read;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/**
 * Damages bytes: by bits, by bytes, by words as lengths and offsets are written, by cutting and by
 * moving pieces.
 */
record Mutations(Random random) {
  private static final long[] AWKWARD = {
    0,
    1,
    -1,
    2,
    7,
    8,
    63,
    64,
    0x7ffffff0L,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xFFFFFFFFL,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE - 7,
    1L << 32,
    1L << 40
  };

  byte[] damage(byte[] original) {
    byte[] bytes = original.clone();
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times && bytes.length > 8; i++) {
      bytes = once(bytes);
    }
    return bytes;
  }

  private byte[] once(byte[] bytes) {
    switch (random.nextInt(8)) {
      case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      case 2, 3 -> word(bytes);
      case 4, 5 -> nudge(bytes);
      case 6 -> move(bytes);
      default -> {
        return cut(bytes);
      }
    }
    return bytes;
  }

  private void word(byte[] bytes) {
    long value = AWKWARD[random.nextInt(AWKWARD.length)];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (random.nextBoolean()) {
      buffer.putInt(random.nextInt(bytes.length / 4) * 4, (int) value);
    } else {
      buffer.putLong(random.nextInt(bytes.length / 8) * 8, value);
    }
  }

  /** Adds a little to a word that is small, as lengths, offsets and counts are. */
  private void nudge(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int tries = 0; tries < 20; tries++) {
      int at = random.nextInt(bytes.length / 4) * 4;
      int word = buffer.getInt(at);
      if (word > 0 && word <= bytes.length) {
        buffer.putInt(at, word + (1 << random.nextInt(8)) * (random.nextBoolean() ? 1 : -1));
        return;
      }
    }
  }

  private void move(byte[] bytes) {
    int length = 1 + random.nextInt(Math.min(64, bytes.length - 1));
    int from = random.nextInt(bytes.length - length);
    int to = random.nextInt(bytes.length - length);
    System.arraycopy(bytes.clone(), from, bytes, to, length);
  }

  private byte[] cut(byte[] bytes) {
    if (random.nextInt(4) > 0) {
      return bytes;
    }
    return Arrays.copyOf(bytes, random.nextInt(bytes.length));
  }
}
