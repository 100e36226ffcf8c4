package io.millrace.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.Captured;
import io.millrace.cli.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeCommandTest {
  @TempDir Path folder;

  @Test
  void aClassThatIsNotServedIsAUsageError() {
    Captured serve = Captured.run("serve", "java.lang.String");
    assertThat(serve.code()).isEqualTo(2);
    assertThat(serve.err())
        .contains("implements io.millrace.flight.ServedProgram: class=java.lang.String")
        .doesNotContain("\tat ");
  }

  @Test
  void halfOfTlsIsAUsageError() {
    Captured serve = Captured.run("serve", "--tls-cert", "cert.pem");
    assertThat(serve.code()).isEqualTo(2);
    assertThat(serve.err()).contains("--tls-key");
  }

  @Test
  void aLimitWithoutMeaningIsAUsageError() {
    Captured serve = Captured.run("serve", "--max-queued", "0");
    assertThat(serve.code()).isEqualTo(2);
    assertThat(serve.err()).contains("queuedBytes=0");
  }

  /** Options that cannot be, and what is said to them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tls-cert nope.pem --tls-key nope.pem | can be read: certificate=nope.pem",
        "--tls-cert FILE --tls-key FILE | its private key, each as PEM: certificate=",
        "--token-file nope | A token must be in a file that can be read: file=nope",
        "--token-file FILE | A token must not be empty: length=0",
        "--port 99999 | A port must be in 0 to 65535: port=99999",
        "--max-message 12q | A size must be a number of bytes, or one with a unit: max-message=12q",
        "--max-message 2GiB | A size has a limit: max-message=2GiB, most bytes=2147483647",
        "--max-memory 9999999999GiB | A size has a limit: max-memory=9999999999GiB",
      })
  void anOptionThatCannotBeIsAUsageError(String options, String told) throws Exception {
    Path empty = Files.createFile(folder.resolve("empty"));
    String[] words = ("serve " + options.replace("FILE", empty.toString())).split(" ");
    Captured serve = Captured.run(words);
    assertThat(serve.code()).isEqualTo(2);
    assertThat(serve.err()).contains(told).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource({"4GiB, 4294967296", "64 MiB, 67108864", "512kib, 524288", "7b, 7", "12, 12", "0, 0"})
  void sizesHaveUnits(String text, long bytes) {
    assertThat(Sizes.parse("size", text, Long.MAX_VALUE)).isEqualTo(bytes);
    assertThat(Sizes.parse("size", Sizes.text(bytes), Long.MAX_VALUE)).isEqualTo(bytes);
  }

  @Test
  void itSaysWhereItServesAndEndsWithItsInput() throws Exception {
    Path socket = folder.resolve("s");
    // the child's input is at its end from the beginning
    Captured serve =
        ChildJvm.run(folder, "serve", "--end-with-stdin", "--socket", socket.toString());
    assertThat(serve.err()).isEmpty();
    assertThat(serve.out()).isEqualTo("Serving grpc+unix://" + socket + System.lineSeparator());
    assertThat(serve.code()).isZero();
    assertThat(socket).doesNotExist();
  }

  @Test
  void aQueryThatFailsEndsItWithTheReason() throws Exception {
    Path program = folder.resolve("Failing.java");
    Files.writeString(
        program,
        """
        import static io.millrace.Functions.*;
        import io.millrace.flight.*;
        import io.millrace.source.RateSource;
        import io.millrace.source.rate.RateColumns;

        public class Failing implements ServedProgram {
          public void define(Catalogue catalogue) {
            var rows =
                catalogue.context()
                    .rate(RateSource.builder().rowsPerSecond(10)
                        .column("n", RateColumns.longs(0, 1)).build());
            catalogue.result("quotients", rows.select(col("n").div(lit(0)).as("q")));
          }
        }
        """);
    Captured serve =
        ChildJvm.run(
            folder,
            "serve",
            "--port",
            "0",
            "--conf",
            "millrace.on.value.error=fail",
            "--conf",
            "millrace.batch.interval=20ms",
            program.toString());
    assertThat(serve.code()).isEqualTo(1);
    assertThat(serve.out()).startsWith("Serving grpc+tcp://localhost:");
    assertThat(serve.err())
        .contains("millrace: Every value must be computable")
        .doesNotContain("\tat ");
  }
}
