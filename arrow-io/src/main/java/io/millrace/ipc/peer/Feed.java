package io.millrace.ipc.peer;

import io.millrace.source.SourceContext;
import java.io.IOException;
import org.apache.arrow.vector.types.pojo.Schema;

/** Who brings batches to a source: peers that connect, a peer that is connected to, a pipe. */
sealed interface Feed extends AutoCloseable permits ListeningFeed, ConnectingFeed, PipeFeed {
  /** The other end, for messages. */
  String name();

  /** Waits for the columns that the first peer sends; before {@link #start} only. */
  Schema awaitSchema() throws IOException;

  /** Begins to bring batches with these columns, on threads of its own. */
  void start(SourceContext context, Schema schema, Arrivals arrivals);

  /** Throws what ended the feed, if something did that is not the peers' coming and going. */
  void check();

  /** Whether nothing will be brought any more. */
  boolean hasEnded();

  /** Waits until its threads have ended. */
  @Override
  void close() throws IOException;
}
