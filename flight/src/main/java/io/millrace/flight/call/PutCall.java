package io.millrace.flight.call;

import io.millrace.error.UserException;
import io.millrace.flight.topic.Topic;
import io.millrace.ipc.SchemaDifference;
import io.millrace.ipc.read.IpcStreamReader;
import io.millrace.kernels.batch.Batch;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Schema;

/** {@code do_put}: appends what a client sends to a stream. */
final class PutCall {
  private final Served served;
  private final String name;

  PutCall(Served served, String name) {
    this.served = served;
    this.name = name;
  }

  /** Takes everything; the rows that all readers have accepted, in all. */
  long run(IpcStreamReader reader) throws IOException, InterruptedException {
    Topic topic = topic(reader.schema());
    int[] all = IntStream.range(0, topic.schema().getFields().size()).toArray();
    long rows = 0;
    long copied = 0;
    for (Batch read = reader.next(); read != null; read = reader.next()) {
      try (Batch own = read;
          Batch batch = own.select(topic.schema(), all)) {
        topic.publish(batch, reader.bytesCopied() - copied);
        copied = reader.bytesCopied();
        rows += batch.rows();
      }
    }
    return rows;
  }

  private Topic topic(Schema schema) {
    Schema plain = new Schema(schema.getFields());
    Topic topic =
        switch (served.find(name)) {
          case Entry.NamedStream stream -> stream.topic();
          case null -> made(plain);
          default ->
              throw new UserException(
                  "Only a stream can be put into: name=" + name + ". It is a result or a query.");
        };
    String difference = SchemaDifference.between(topic.schema(), plain);
    if (difference != null) {
      throw new UserException(
          "What is put into a stream has the stream's columns: name="
              + name
              + ", "
              + difference
              + ".");
    }
    return topic;
  }

  private Topic made(Schema schema) {
    Entry.NamedStream stream = served.make(name, schema);
    if (stream == null) {
      List<String> names =
          served.entries().stream()
              .filter(Entry.NamedStream.class::isInstance)
              .map(Entry::name)
              .toList();
      throw Statuses.notFound("stream", name, names);
    }
    return stream.topic();
  }
}
