package io.millrace.sink;

import io.millrace.kernels.types.DataType;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes each result that has rows as a file of comma-separated values, {@code
 * batch-0000000012.csv}, written aside and then renamed. A batch id that comes again replaces its
 * file; a query that starts anew counts from 0 again, and needs a folder of its own.
 *
 * <p>The format is RFC 4180: a header of column names, lines that end with CRLF, quotes where a
 * value holds a comma, a quote or a line break. A missing value is an empty field, an empty text is
 * {@code ""}. Values are written as {@link io.millrace.text.ColumnText} does, {@code NaN} and
 * {@code Infinity} by these names.
 */
public final class CsvSink implements Sink {
  private final Path folder;
  private final RowTextFiles files;
  private CsvText format;

  /** Writes into a folder, which is made if need be. */
  public CsvSink(Path folder) {
    this.folder = folder;
    this.files = new RowTextFiles(folder);
  }

  @Override
  public String name() {
    return "csv(" + folder + ")";
  }

  @Override
  public void open(SinkContext context) throws IOException {
    context.schema().getFields().forEach(DataType::of);
    format = new CsvText(context.schema());
    files.open();
  }

  @Override
  public void write(Result result) throws IOException {
    files.write(result, format);
  }

  @Override
  public void close() {}
}
