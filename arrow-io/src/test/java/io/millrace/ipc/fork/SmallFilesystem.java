package io.millrace.ipc.fork;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A file system in memory with room for very little, mounted where only one process and its
 * children see it.
 */
public final class SmallFilesystem {
  private SmallFilesystem() {}

  /**
   * What a command has to begin with to see it; ends the test, and says so, where the system lets
   * nobody mount anything.
   *
   * @param size such as {@code 1m}
   */
  public static List<String> at(Path folder, String size) throws IOException, InterruptedException {
    String script = "mount -t tmpfs -o mode=700,size=" + size + " none \"$0\" && exec \"$@\"";
    List<String> launcher =
        List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "" + folder);
    String refusal = refusal(launcher);
    if (refusal != null) {
      System.out.println("**** SKIPPED: a small file system cannot be mounted here: " + refusal);
    }
    Assumptions.assumeTrue(refusal == null, refusal);
    return launcher;
  }

  private static String refusal(List<String> launcher) throws IOException, InterruptedException {
    List<String> nothing = new ArrayList<>(launcher);
    nothing.add("true");
    try {
      Process probe = new ProcessBuilder(nothing).redirectErrorStream(true).start();
      String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return probe.waitFor() == 0 ? null : said.strip();
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
