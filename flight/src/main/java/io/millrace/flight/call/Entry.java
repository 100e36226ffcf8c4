package io.millrace.flight.call;

import io.millrace.Stream;
import io.millrace.flight.topic.Topic;
import java.util.function.UnaryOperator;

/** Something that clients know by its name. */
public sealed interface Entry {
  /** Its name. */
  String name();

  /** A stream that clients put into and get. */
  record NamedStream(String name, Topic topic) implements Entry {}

  /** A result that clients get. */
  record NamedResult(String name, Topic topic) implements Entry {}

  /** A query that clients send batches through. */
  record NamedQuery(String name, UnaryOperator<Stream> query) implements Entry {}
}
