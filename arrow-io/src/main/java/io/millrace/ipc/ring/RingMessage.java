package io.millrace.ipc.ring;

import io.millrace.error.DataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** What is said on a ring's control socket. */
sealed interface RingMessage {
  /** Bytes of the type and the length before each payload. */
  int HEADER = 8;

  /** Bytes of the longest payload. */
  int LONGEST = 4096;

  /** A client's first message. */
  record Hello(int version, boolean writes, int process) implements RingMessage {}

  /** The server's answer: the segment. */
  record Welcome(int version, long token, String path) implements RingMessage {}

  /** The client has mapped the segment. */
  record Attached() implements RingMessage {}

  /** A slot has been filled. */
  record Published(int slot, long sequence, long length) implements RingMessage {}

  /** A slot is free again. */
  record Released(int slot, long sequence) implements RingMessage {}

  /** There will be no more batches. */
  record End(long published) implements RingMessage {}

  /** The connection ends because of this. */
  record Failed(String reason) implements RingMessage {}

  /** The message as it goes over the socket. */
  default ByteBuffer encoded() {
    ByteBuffer out = ByteBuffer.allocate(HEADER + LONGEST).order(ByteOrder.LITTLE_ENDIAN);
    out.position(HEADER);
    int type =
        switch (this) {
          case Hello m -> {
            out.putInt(m.version).putInt(m.writes ? 1 : 2).putInt(m.process).putInt(0);
            yield 1;
          }
          case Welcome m -> {
            text(out.putInt(m.version).putInt(0).putLong(m.token), m.path);
            yield 2;
          }
          case Attached _ -> 3;
          case Published m -> {
            out.putInt(m.slot).putInt(0).putLong(m.sequence).putLong(m.length);
            yield 4;
          }
          case Released m -> {
            out.putInt(m.slot).putInt(0).putLong(m.sequence);
            yield 5;
          }
          case End m -> {
            out.putLong(m.published);
            yield 6;
          }
          case Failed m -> {
            text(out, m.reason);
            yield 7;
          }
        };
    return out.putInt(0, type).putInt(4, out.position() - HEADER).flip();
  }

  private static void text(ByteBuffer out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.put(bytes, 0, Math.min(bytes.length, out.remaining()));
  }

  /**
   * Parses a message.
   *
   * @param payload little-endian
   * @throws DataException if there is no such message
   */
  static RingMessage parse(int type, ByteBuffer payload) {
    int length = payload.remaining();
    boolean fits =
        switch (type) {
          case 1, 5 -> length == 16;
          case 2 -> length > 16;
          case 3 -> length == 0;
          case 4 -> length == 24;
          case 6 -> length == 8;
          case 7 -> true;
          default -> false;
        };
    if (!fits) {
      throw new DataException(
          "A ring's message has a known type and its length: type="
              + Integer.toUnsignedString(type)
              + ", length="
              + length
              + ".");
    }
    return switch (type) {
      case 1 -> hello(payload);
      case 2 -> new Welcome(payload.getInt(), skip(payload).getLong(), rest(payload));
      case 3 -> new Attached();
      case 4 -> new Published(payload.getInt(), skip(payload).getLong(), payload.getLong());
      case 5 -> new Released(payload.getInt(), skip(payload).getLong());
      case 6 -> new End(payload.getLong());
      default -> new Failed(rest(payload));
    };
  }

  private static Hello hello(ByteBuffer payload) {
    int version = payload.getInt();
    int role = payload.getInt();
    if (role != 1 && role != 2) {
      throw new DataException(
          "A ring's client is a writer (1) or a reader (2): role=" + role + ".");
    }
    return new Hello(version, role == 1, payload.getInt());
  }

  private static ByteBuffer skip(ByteBuffer payload) {
    return payload.position(payload.position() + 4);
  }

  private static String rest(ByteBuffer payload) {
    return StandardCharsets.UTF_8.decode(payload).toString();
  }
}
