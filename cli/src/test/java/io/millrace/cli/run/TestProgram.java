package io.millrace.cli.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Makes jars of programs that are written in tests. */
final class TestProgram {
  private TestProgram() {}

  /** A source file of one class, named as the class. */
  static Path source(Path folder, String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name + ".java"), text);
  }

  /** A jar with one class, compiled from its source. */
  static Path jar(Path folder, String name, String text) throws Exception {
    Path source = source(folder, name, text);
    SourceProgram program =
        SourceProgram.compile(source, List.of(), new PrintWriter(Writer.nullWriter()));
    Path jar = folder.resolve(name + ".jar");
    String entry = program.mainClass().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(entry));
      Files.copy(program.classes().resolve(entry), out);
      out.closeEntry();
    }
    Files.delete(source);
    return jar;
  }
}
