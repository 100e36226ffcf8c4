package io.millrace.cli.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fenced blocks and the comments of a page of the manual, in order.
 *
 * @param name file name
 * @param parts blocks and comments
 */
record Page(String name, List<Part> parts) {
  /** Where the tests run, seen from the repository's root, is one of the modules. */
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** A comment, which the reader of the page does not see, or a fenced block. */
  sealed interface Part {
    int line();
  }

  /** {@code <!-- text -->} on a line of its own. */
  record Comment(int line, String text) implements Part {}

  /** A fenced block. */
  record Fence(int line, String language, String text) implements Part {}

  static Page read(String path) throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve(path));
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("<!--")) {
        parts.add(new Comment(i + 1, line.replaceAll("^<!--|-->$", "").strip()));
      } else if (line.startsWith("```")) {
        int begin = i + 1;
        int end = begin;
        while (!lines.get(end).equals("```")) {
          end++;
        }
        String text = String.join("\n", lines.subList(begin, end)) + "\n";
        parts.add(new Fence(begin, line.substring(3), text));
        i = end;
      }
    }
    return new Page(path, List.copyOf(parts));
  }

  /** The blocks that stand behind a comment. */
  List<Fence> marked(String comment) {
    List<Fence> marked = new ArrayList<>();
    for (int i = 1; i < parts.size(); i++) {
      if (parts.get(i) instanceof Fence fence && comment.equals(commentAt(i - 1).orElse(null))) {
        marked.add(fence);
      }
    }
    return marked;
  }

  /** The comment at a place, if one is there. */
  Optional<String> commentAt(int index) {
    return index >= 0 && index < parts.size() && parts.get(index) instanceof Comment comment
        ? Optional.of(comment.text())
        : Optional.empty();
  }
}
