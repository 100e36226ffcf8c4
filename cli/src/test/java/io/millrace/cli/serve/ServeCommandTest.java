package io.millrace.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.Captured;
import io.millrace.cli.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
