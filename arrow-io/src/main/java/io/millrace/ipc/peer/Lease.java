package io.millrace.ipc.peer;

/** The memory of a batch that waits to be polled, if its peer wants it back. Thread-safe. */
public interface Lease {
  /** Memory that nobody waits for. */
  Lease NONE =
      new Lease() {
        @Override
        public boolean mayJoin() {
          return true;
        }

        @Override
        public boolean handOver() {
          return true;
        }
      };

  /** Whether a poll that has taken something already may take this, too. */
  boolean mayJoin();

  /**
   * The batch is about to be handed to the query, which may keep it for long.
   *
   * @return false if it must not be, since the peer would have no memory left: hand over a copy
   */
  boolean handOver();
}
