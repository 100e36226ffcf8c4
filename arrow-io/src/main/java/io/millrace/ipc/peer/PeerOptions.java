package io.millrace.ipc.peer;

import io.millrace.ipc.format.IpcLimits;
import io.millrace.ipc.read.ReadOptions;
import io.millrace.ipc.read.Trust;
import io.millrace.transport.PeerLimits;

/** How what peers send is read. */
public final class PeerOptions {
  private PeerOptions() {}

  /** Without trust, one message within the limit. */
  public static ReadOptions of(PeerLimits limits) {
    return new ReadOptions(
        new IpcLimits(
            (int) Math.min(limits.messageBytes(), IpcLimits.DEFAULT.metadataBytes()),
            limits.messageBytes(),
            IpcLimits.DEFAULT.columns()),
        Trust.NONE);
  }
}
