package io.millrace.ipc.read;

import io.millrace.ipc.format.IpcLimits;

/** Limits small enough to be reached. */
final class IpcLimitsForTest {
  static final int COLUMNS = 200;
  static final long MEMORY = 4 << 20;
  static final ReadOptions OPTIONS =
      new ReadOptions(new IpcLimits(1 << 20, MEMORY, COLUMNS), Trust.NONE);

  private IpcLimitsForTest() {}
}
