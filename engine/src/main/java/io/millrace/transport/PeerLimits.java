package io.millrace.transport;

import io.millrace.error.UserException;

/**
 * What peers may at most make a source or a sink hold. For a source of streams that is {@code
 * waitingBytes} in all, and for each peer one message; for a ring it is {@code waitingBytes} of
 * shared memory for each peer that connects.
 *
 * @param messageBytes bytes of one message
 * @param waitingBytes bytes that may wait to be polled before senders are made to wait; a single
 *     batch may be larger. A ring has eight slots of an eighth of it each
 * @param peers connections at a time; further ones are turned away
 */
public record PeerLimits(long messageBytes, long waitingBytes, int peers) {
  /** 512 MiB a message, 64 MiB waiting, 64 peers. */
  public static final PeerLimits DEFAULT = new PeerLimits(512L << 20, 64L << 20, 64);

  /**
   * Checks the numbers.
   *
   * @throws UserException if one of them is less than 1
   */
  public PeerLimits {
    if (messageBytes < 1 || waitingBytes < 1 || peers < 1) {
      throw new UserException(
          "Limits are at least 1: messageBytes="
              + messageBytes
              + ", waitingBytes="
              + waitingBytes
              + ", peers="
              + peers
              + ".");
    }
  }
}
