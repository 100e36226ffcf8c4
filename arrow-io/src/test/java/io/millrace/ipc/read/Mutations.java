package io.millrace.ipc.read;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Damages bytes: by bits, by bytes, by words as lengths and offsets are written, by cutting and by
 * moving pieces; or, knowing the format, by the very words that are lengths and offsets.
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

  /** Edits one to three of the words that say where and how long things are. */
  byte[] edit(byte[] original, List<FlatTargets.Target> targets) {
    byte[] bytes = original.clone();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      FlatTargets.Target target = targets.get(random.nextInt(targets.size()));
      edit(buffer, target, targets.get(random.nextInt(targets.size())));
    }
    return bytes;
  }

  private void edit(ByteBuffer buffer, FlatTargets.Target target, FlatTargets.Target other) {
    long now = get(buffer, target);
    long value =
        switch (random.nextInt(6)) {
          case 0 -> AWKWARD[random.nextInt(AWKWARD.length)];
          case 1 -> now + (1L << random.nextInt(target.width() * 8 - 1));
          case 2 -> now - (1L << random.nextInt(target.width() * 8 - 1));
          case 3 -> now + random.nextInt(17) - 8;
          case 4 -> get(buffer, other);
          default -> random.nextLong();
        };
    switch (target.width()) {
      case 1 -> buffer.put(target.at(), (byte) value);
      case 2 -> buffer.putShort(target.at(), (short) value);
      case 4 -> buffer.putInt(target.at(), (int) value);
      default -> buffer.putLong(target.at(), value);
    }
  }

  private static long get(ByteBuffer buffer, FlatTargets.Target target) {
    return switch (target.width()) {
      case 1 -> buffer.get(target.at());
      case 2 -> buffer.getShort(target.at());
      case 4 -> buffer.getInt(target.at());
      default -> buffer.getLong(target.at());
    };
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
