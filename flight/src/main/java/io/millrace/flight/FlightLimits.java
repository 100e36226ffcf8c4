package io.millrace.flight;

import io.millrace.error.UserException;
import java.time.Duration;

/**
 * What clients may at most ask of a server.
 *
 * @param messageBytes the longest message that is accepted, and about the longest that is sent
 * @param connections open at the same time; a call on one beyond is refused
 * @param calls running at the same time on one connection; further ones wait
 * @param queuedBytes batches that wait for one reader of a stream or result; beyond, who writes
 *     waits
 * @param patience how long a writer waits for one reader before that reader is cut off
 * @param memoryBytes batches in memory for all clients together
 * @param streams named streams that puts may make
 */
public record FlightLimits(
    int messageBytes,
    int connections,
    int calls,
    long queuedBytes,
    Duration patience,
    long memoryBytes,
    int streams) {
  /**
   * 64 MiB a message, 100 connections with 16 calls each, 64 MiB and 30 seconds a reader, 4 GiB
   * together, 100 streams.
   */
  public static final FlightLimits DEFAULT =
      new FlightLimits(64 << 20, 100, 16, 64L << 20, Duration.ofSeconds(30), 4L << 30, 100);

  public FlightLimits {
    if (messageBytes < 1
        || connections < 1
        || calls < 1
        || queuedBytes < 1
        || patience.isNegative()
        || memoryBytes < 1
        || streams < 0) {
      throw new UserException(
          "Limits must let something through: messageBytes="
              + messageBytes
              + ", connections="
              + connections
              + ", calls="
              + calls
              + ", queuedBytes="
              + queuedBytes
              + ", patience="
              + patience
              + ", memoryBytes="
              + memoryBytes
              + ", streams="
              + streams
              + ".");
    }
  }
}
