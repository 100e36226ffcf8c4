package io.millrace.sink;

import io.millrace.error.UserException;
import io.millrace.kernels.types.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Writes each result that has rows as a file of JSON lines, {@code batch-0000000012.jsonl}: one
 * object a row, in UTF-8, written aside and then renamed. A batch id that comes again replaces its
 * file; a query that starts anew counts from 0 again, and needs a folder of its own.
 *
 * <p>Integers are numbers with all their digits, also beyond 2^53, where some readers round. A
 * missing value is {@code null}, and so are NaN and the infinities, which JSON does not have.
 * Dates, timestamps and durations are strings in ISO 8601, binary is a string in base64.
 */
public final class JsonLinesSink implements Sink {
  private final Path folder;
  private final RowTextFiles files;
  private JsonText format;

  /** Writes into a folder, which is made if need be. */
  public JsonLinesSink(Path folder) {
    this.folder = folder;
    this.files = new RowTextFiles(folder);
  }

  @Override
  public String name() {
    return "jsonLines(" + folder + ")";
  }

  /**
   * Makes the folder.
   *
   * @throws UserException if two columns have one name, which an object cannot hold
   */
  @Override
  public void open(SinkContext context) throws IOException {
    Set<String> names = new HashSet<>();
    for (Field field : context.schema().getFields()) {
      DataType.of(field);
      if (!names.add(field.getName())) {
        throw new UserException(
            "Columns that are written as JSON must have names of their own: column="
                + field.getName()
                + ". Rename one of them.");
      }
    }
    format = new JsonText(context.schema());
    files.open();
  }

  @Override
  public void write(Result result) throws IOException {
    files.write(result, format);
  }

  @Override
  public void close() {}
}
