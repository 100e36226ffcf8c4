package io.millrace.flight.call;

import io.millrace.ContextBuilder;
import io.millrace.flight.FlightLimits;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** What calls need of a catalogue. Thread-safe. */
public interface Served {
  /** What clients may at most ask for. */
  FlightLimits limits();

  /** Accounts for what clients send and what waits for them. */
  BufferAllocator clients();

  /** Settings for a query of one client's, its memory under the server's. */
  ContextBuilder queryOfClient();

  /** All there is, by name. */
  List<Entry> entries();

  /** What has this name, or null. */
  Entry find(String name);

  /**
   * The stream that a put makes; null if puts do not make streams.
   *
   * @throws io.millrace.error.UserException if there are too many
   */
  Entry.NamedStream make(String name, Schema schema);
}
