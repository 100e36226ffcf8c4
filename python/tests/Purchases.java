import static io.millrace.Functions.*;

import io.millrace.flight.Catalogue;
import io.millrace.flight.ServedProgram;
import io.millrace.kernels.types.DataType;
import java.time.Duration;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/** A stream, a running result, and queries of one call. */
public class Purchases implements ServedProgram {
  @Override
  public void define(Catalogue catalogue) {
    var schema = new Schema(List.of(DataType.UTF8.field("user"), DataType.INT64.field("amount")));
    var purchases = catalogue.stream("purchases", schema);
    catalogue.stream("unused", schema);
    catalogue.result("totals", purchases.groupBy("user").running().agg(sum("amount").as("total")));
    catalogue.query("large", rows -> rows.filter(col("amount").gt(3)));
    catalogue.query("same", rows -> rows);
    catalogue.query(
        "strict",
        rows ->
            rows.filter(
                col("amount").cast(DataType.of(io.millrace.kernels.types.Kind.INT8)).isNotNull()));
    catalogue.query(
        "windows",
        rows ->
            rows.withWatermark("time", Duration.ZERO)
                .groupBy(window("time", Duration.ofSeconds(10)), "user")
                .agg(sum("amount").as("total")));
  }
}
