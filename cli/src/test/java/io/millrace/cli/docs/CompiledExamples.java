package io.millrace.cli.docs;

import io.millrace.StreamingContext;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The examples of the manual as classes, each snippet as a method of one of its own. */
final class CompiledExamples implements AutoCloseable {
  private static final String PACKAGE = "manual";

  private final Tables tables;
  private final URLClassLoader loader;

  private CompiledExamples(Tables tables, URLClassLoader loader) {
    this.tables = tables;
    this.loader = loader;
  }

  /**
   * Compiles all examples; what javac finds is an error that shows the page's place.
   *
   * @param guide the page with the imports and the tables
   */
  static CompiledExamples of(Page guide, List<Example> examples, Path folder) throws IOException {
    Tables tables = new Tables(guide);
    String imports = guide.marked("imports").getFirst().text();
    List<Path> sources = new ArrayList<>();
    for (Example example : examples) {
      Path source = folder.resolve(example.className() + ".java");
      Files.writeString(source, "package " + PACKAGE + ";\n" + imports + body(example, tables));
      sources.add(source);
    }
    Path classes = Files.createDirectory(folder.resolve("classes"));
    compile(sources, classes);
    return new CompiledExamples(
        tables,
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, CompiledExamples.class.getClassLoader()));
  }

  private static String body(Example example, Tables tables) {
    if (example.isClass()) {
      return example.text();
    }
    boolean ownContext = example.text().contains("StreamingContext context");
    StringBuilder body = new StringBuilder();
    body.append("// ").append(example.place()).append('\n');
    body.append("public final class ").append(example.className()).append(" {\n");
    body.append("public static void run(StreamingContext ")
        .append(ownContext ? "unused" : "context")
        .append(", io.millrace.cli.docs.Tables tables) throws Exception {\n");
    for (String name : tables.names()) {
      if (example.text().matches("(?s).*\\b" + name + "\\b.*")) {
        body.append(String.format("Stream %s = tables.stream(\"%s\", context);%n", name, name));
      }
    }
    return body.append(example.text()).append("}\n}\n").toString();
  }

  private static void compile(List<Path> sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter findings = new StringWriter();
    List<String> options =
        List.of(
            "-d",
            classes.toString(),
            "-proc:none",
            "-classpath",
            System.getProperty("java.class.path"));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  findings, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!compiled) {
        throw new AssertionError("The examples must compile:\n" + findings);
      }
    }
  }

  /** Builds what an example builds on a context; throws what the example throws. */
  void build(Example example, StreamingContext context) throws Exception {
    try {
      loader
          .loadClass(PACKAGE + "." + example.className())
          .getMethod("run", StreamingContext.class, Tables.class)
          .invoke(null, context, tables);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
