package io.millrace.metrics;

import io.millrace.kernels.ValueErrors;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The numbers of one micro-batch.
 *
 * @param batchId number of the batch, from 0
 * @param timeMillis the batch's time, milliseconds since 1970-01-01T00:00Z
 * @param device name of the backend
 * @param deviceReason why it ran there, for people
 * @param rowsIn rows that the sources handed over
 * @param rowsOut rows that the sinks were given
 * @param bytesIn bytes of the buffers that the sources handed over
 * @param bytesCopied bytes copied on the way, by hop; those that were gathered for the device while
 *     this batch ran are {@code device}
 * @param processingNanos from asking the sources to committing
 * @param delayMillis how long after its time the batch began
 * @param operators each operator's share
 * @param watermark the watermark in milliseconds after the batch, the least one if there are
 *     several; empty without one
 * @param lateRows rows that came too late for their windows
 * @param stateRows groups that are kept
 * @param stateBytes bytes that they take
 * @param limitRows rows that this batch might have taken from each source
 * @param valueErrors values that became null because they could not be computed
 * @param rowsReplaced rows in which text that was not UTF-8 was replaced by the sources
 * @param shadowDifferences rows in which the results of another device differ; empty unless the
 *     batch was compared
 * @param positions for each source, where the batch's rows ended: what {@link
 *     io.millrace.ContextBuilder#startingAt} takes. A source's name, with the number of its node if
 *     several have that name
 */
public record BatchMetrics(
    long batchId,
    long timeMillis,
    String device,
    String deviceReason,
    long rowsIn,
    long rowsOut,
    long bytesIn,
    Map<String, Long> bytesCopied,
    long processingNanos,
    long delayMillis,
    List<OperatorMetrics> operators,
    OptionalLong watermark,
    long lateRows,
    long stateRows,
    long stateBytes,
    long limitRows,
    ValueErrors valueErrors,
    long rowsReplaced,
    OptionalLong shadowDifferences,
    Map<String, String> positions) {
  public BatchMetrics {
    bytesCopied = Map.copyOf(bytesCopied);
    operators = List.copyOf(operators);
    positions = Map.copyOf(positions);
  }

  /** Rows in a second of processing. */
  public double rowsPerSecond() {
    return processingNanos == 0 ? 0 : rowsIn * 1e9 / processingNanos;
  }
}
