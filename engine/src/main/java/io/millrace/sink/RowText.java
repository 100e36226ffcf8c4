package io.millrace.sink;

import io.millrace.kernels.batch.Batch;
import io.millrace.text.TextBytes;

/** A format with one line of text a row. */
interface RowText {
  /** Ending of the files' names, such as {@code csv}. */
  String ending();

  /** Appends what stands before the first row. */
  void header(TextBytes out);

  /** Gets ready for the rows of a batch. */
  void begin(Batch batch);

  /** Appends a row of the batch. */
  void row(TextBytes out, Batch batch, int row);
}
