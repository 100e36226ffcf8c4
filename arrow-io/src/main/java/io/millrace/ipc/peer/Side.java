package io.millrace.ipc.peer;

/** Who made a connection. */
public enum Side {
  /** The peer did; this process listens. */
  SERVER,
  /** This process did. */
  CLIENT
}
