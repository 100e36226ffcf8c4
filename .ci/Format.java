import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks or applies google-java-format. The formatter parses with the javac of the JVM that runs
 * it, so the build starts this on the toolchain's JDK, whichever JDK Maven runs on.
 *
 * <p>Arguments: {@code check}, {@code apply} or {@code skip}, then the folders to look through.
 */
final class Format {
  private static final String RULE = "rule: Java sources are laid out by google-java-format; ";
  private static final String CURE = "Run: mvn -q -N verify -Dformat=apply";

  public static void main(String[] args) throws Exception {
    String mode = args[0];
    switch (mode) {
      case "check" -> check(sources(args));
      case "apply" -> format(sources(args), "--replace");
      case "skip" -> {}
      default ->
          throw new IllegalArgumentException("format must be check, apply or skip; format=" + mode);
    }
  }

  private static void check(List<String> sources) throws Exception {
    List<String> differing = format(sources, "--dry-run").lines().toList();
    if (!differing.isEmpty()) {
      System.err.println(RULE + "differing=" + differing.size());
      differing.forEach(System.err::println);
      System.err.println(CURE);
      System.exit(1);
    }
  }

  private static String format(List<String> sources, String option) throws Exception {
    if (sources.isEmpty()) {
      return "";
    }
    var arguments = new ArrayList<>(List.of(option));
    arguments.addAll(sources);
    var out = new StringWriter();
    var errors = new PrintWriter(System.err, true);
    int status =
        new Main(new PrintWriter(out, true), errors, System.in)
            .format(arguments.toArray(String[]::new));
    if (status != 0) {
      System.exit(status);
    }
    return out.toString();
  }

  private static List<String> sources(String[] args) throws IOException {
    var found = new ArrayList<String>();
    for (int i = 1; i < args.length; i++) {
      try (Stream<Path> files = Files.walk(Path.of(args[i]))) {
        files
            .map(Path::toString)
            .filter(name -> name.endsWith(".java") && !name.contains("/target/"))
            .forEach(found::add);
      }
    }
    return found;
  }
}
