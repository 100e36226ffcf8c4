package io.millrace.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.driver.PtxAssembler.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The assembler of the CUDA toolkit, where that is installed: it knows architectures that are newer
 * than those of {@link PtxAssembler}.
 */
final class Ptxas {
  /** One of each family that {@link PtxAssembler} does not know, if the toolkit here does. */
  private static final List<Integer> NEWER = List.of(100, 110, 121);

  private static final Logger LOG = LoggerFactory.getLogger(Ptxas.class);

  private Ptxas() {}

  /** The architectures that only this knows; skips the test, with its reason, where it is not. */
  static List<Integer> architectures() {
    String help;
    try {
      help = output(new ProcessBuilder("ptxas", "--help"));
    } catch (IOException e) {
      LOG.warn("Skipped, since ptxas is not there: {}", e.getMessage());
      return Assumptions.abort("ptxas is not there: " + e.getMessage());
    }
    List<Integer> known =
        NEWER.stream()
            .filter(each -> Pattern.compile("'sm_" + each + "'").matcher(help).find())
            .toList();
    Assumptions.assumeFalse(known.isEmpty(), "ptxas here knows no newer architecture");
    return known;
  }

  /** Assembles a file, as {@link PtxAssembler#assemble}. */
  static Map<String, Usage> assemble(Path ptx, int architecture) {
    try {
      Path binary = Files.createTempFile("kernels", ".cubin");
      try {
        return PtxAssembler.usages(
            output(
                new ProcessBuilder(
                    "ptxas",
                    "--verbose",
                    "--warn-on-spills",
                    "--gpu-name=sm_" + architecture,
                    "--output-file=" + binary,
                    ptx.toString())));
      } finally {
        Files.delete(binary);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String output(ProcessBuilder builder) throws IOException {
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).as(said).isZero();
    return said;
  }
}
