package io.millrace.cli.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads a program from its jars, or from its source. The class loader stays open for as long as the
 * process lives, since a stream may outlive the main method that began it.
 */
public final class ProgramLoader {
  private final List<Path> jars;
  private final PrintWriter err;

  /**
   * A loader of programs.
   *
   * @param err where a compiler's findings go
   */
  public ProgramLoader(List<Path> jars, PrintWriter err) {
    this.jars = List.copyOf(jars);
    this.err = err;
  }

  /** Loads a class by its name, or by its source file; the current thread then loads from there. */
  public Class<?> load(String program) throws NoSuchProgramException, IOException {
    List<Path> places = new ArrayList<>(jars);
    String name = program;
    if (program.endsWith(".java")) {
      SourceProgram source = SourceProgram.compile(Path.of(program), jars, err);
      places.addFirst(source.classes());
      name = source.mainClass();
    }
    ClassLoader loader = new URLClassLoader(urls(places), ProgramLoader.class.getClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    try {
      return Class.forName(name, true, loader);
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      throw new NoSuchProgramException(
          "A program's main class must be found: class="
              + name
              + ", jars="
              + jars
              + (e instanceof NoClassDefFoundError ? ", missing=" + e.getMessage() : "")
              + ". Name it with its package, and the jar with --jar.",
          e);
    }
  }

  private static URL[] urls(List<Path> places) throws MalformedURLException {
    URL[] urls = new URL[places.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = places.get(i).toUri().toURL();
    }
    return urls;
  }
}
