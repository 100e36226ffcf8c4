package io.millrace.samples;

import static io.millrace.Functions.col;
import static io.millrace.Functions.count;
import static io.millrace.Functions.sum;
import static io.millrace.Functions.window;

import io.millrace.Stream;
import io.millrace.kernels.types.DataType;
import java.time.Duration;
import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.Schema;

/** The query of the samples with Python, whichever way the purchases come. */
final class PurchaseTotals {
  /** Columns of the purchases. */
  static final Schema COLUMNS =
      new Schema(
          List.of(
              DataType.timestamp(TimeUnit.MICROSECOND, null).field("time"),
              DataType.UTF8.field("user"),
              DataType.INT64.field("amount")));

  private PurchaseTotals() {}

  /** What each user has bought in windows of ten seconds, once a window is over. */
  static Stream of(Stream purchases) {
    return purchases
        .withWatermark("time", Duration.ZERO)
        .groupBy(window("time", Duration.ofSeconds(10)), col("user"))
        .agg(count().as("purchases"), sum("amount").as("total"));
  }
}
