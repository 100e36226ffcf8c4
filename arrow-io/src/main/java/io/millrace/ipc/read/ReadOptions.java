package io.millrace.ipc.read;

import io.millrace.ipc.format.IpcLimits;

/**
 * How an input is read.
 *
 * @param limits what it may at most ask for
 * @param trust what need not be checked
 */
public record ReadOptions(IpcLimits limits, Trust trust) {
  /** Default limits, no trust. */
  public static final ReadOptions DEFAULT = new ReadOptions(IpcLimits.DEFAULT, Trust.NONE);
}
