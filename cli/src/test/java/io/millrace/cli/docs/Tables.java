package io.millrace.cli.docs;

import io.millrace.Stream;
import io.millrace.StreamingContext;
import io.millrace.cli.docs.Page.Fence;
import io.millrace.kernels.batch.Batch;
import io.millrace.source.QueueSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The streams that a page's examples work on, by the names under which the page shows them. */
public final class Tables {
  private static final String DATA = "data: ";

  private final Map<String, Table> tables = new HashMap<>();

  Tables(Page page) {
    for (int i = 0; i < page.parts().size(); i++) {
      String comment = page.commentAt(i).orElse("");
      if (comment.startsWith(DATA)) {
        Fence shown = (Fence) page.parts().get(i + 1);
        tables.put(comment.substring(DATA.length()), Table.parse(shown.text()));
      }
    }
  }

  Set<String> names() {
    return tables.keySet();
  }

  /** A stream of a table's rows; called by the examples. */
  public Stream stream(String name, StreamingContext context) {
    Batch batch = tables.get(name).batch(context.allocator());
    QueueSource queue = new QueueSource(batch.schema());
    queue.add(batch);
    return context.queue(queue);
  }
}
