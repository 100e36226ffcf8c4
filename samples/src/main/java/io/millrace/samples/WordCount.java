package io.millrace.samples;

import static io.millrace.Functions.col;
import static io.millrace.Functions.lit;
import static io.millrace.Functions.split;

import io.millrace.Stream;
import io.millrace.StreamingContext;
import java.time.Duration;

/**
 * Counts the words that arrive each second from a TCP server, by default on port 9999 of this
 * machine: start {@code nc -lk 9999}, then this, and type.
 *
 * <p>Arguments: {@code [host] [port]}. Runs until it is interrupted.
 */
public final class WordCount {
  private WordCount() {}

  /** Runs the sample. */
  public static void main(String[] arguments) throws InterruptedException {
    String host = arguments.length > 0 ? arguments[0] : "localhost";
    int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 9999;

    try (StreamingContext context = StreamingContext.of(Duration.ofSeconds(1))) {
      Stream lines = context.socketText(host, port);
      Stream words = lines.flatMap(split(col("value")).as("word"));
      Stream pairs = words.withColumn("count", lit(1));
      Stream counts = pairs.reduceByKey((a, b) -> a.plus(b));
      counts.print();
      context.start();
      context.awaitTermination();
    }
  }
}
