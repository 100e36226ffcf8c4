package io.millrace.cli.run;

import io.millrace.error.UserException;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A program of one source file, compiled into a folder that goes when the process ends.
 *
 * @param classes where its classes are
 * @param mainClass the class of the file's name
 */
record SourceProgram(Path classes, String mainClass) {
  static SourceProgram compile(Path source, List<Path> jars, PrintWriter err)
      throws NoSuchProgramException, IOException {
    if (!Files.isReadable(source)) {
      throw new NoSuchProgramException(
          "A program's source must be a file that can be read: file=" + source + ".", null);
    }
    Path classes = Files.createTempDirectory("millrace-run");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(classes)));
    if (!javac(source, classes, jars, err)) {
      throw new UserException("A program must compile: file=" + source + ", see above.");
    }
    String name = source.getFileName().toString();
    return new SourceProgram(
        classes, packageOf(source) + name.substring(0, name.length() - ".java".length()));
  }

  private static boolean javac(Path source, Path classes, List<Path> jars, PrintWriter err)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new UserException(
          "A source file needs a JDK with a compiler: java.home="
              + System.getProperty("java.home")
              + ". Compile it, and run its class.");
    }
    String classPath =
        Stream.concat(
                Stream.of(System.getProperty("java.class.path")), jars.stream().map(Path::toString))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> options =
        List.of("-d", classes.toString(), "-classpath", classPath, "-proc:none", "-parameters");
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      return compiler
          .getTask(err, files, null, options, null, files.getJavaFileObjects(source))
          .call();
    }
  }

  /** The package with its dot, or nothing. */
  private static String packageOf(Path source) throws IOException {
    try (Stream<String> lines = Files.lines(source)) {
      return lines
          .map(String::strip)
          .filter(line -> line.startsWith("package ") && line.endsWith(";"))
          .findFirst()
          .map(line -> line.substring("package ".length(), line.length() - 1).strip() + ".")
          .orElse("");
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      // the system clears its folder of temporary files in its own time
      System.err.println("millrace: a temporary folder stays: folder=" + folder + ", error=" + e);
    }
  }
}
