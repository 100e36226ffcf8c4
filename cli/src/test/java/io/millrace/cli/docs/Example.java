package io.millrace.cli.docs;

import io.millrace.cli.docs.Page.Fence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of Java in a page, with what the page says of it.
 *
 * @param place page and line
 * @param className name of the class that it is or becomes
 * @param isClass whether it declares that class itself
 * @param text the block
 * @param maxRows rows that a batch shall take
 * @param prints what it prints, where the page shows that
 * @param fails a part of the message with which it fails, where the page says so
 */
record Example(
    String place,
    String className,
    boolean isClass,
    String text,
    long maxRows,
    Optional<String> prints,
    Optional<String> fails) {
  private static final Pattern DECLARATION =
      Pattern.compile("^(?:public |final )*(?:class|record|interface) (\\w+)", Pattern.MULTILINE);
  private static final Pattern MAX_ROWS = Pattern.compile("max-rows=(\\d+)");
  private static final String IMPORTS = "imports";
  private static final String FAILS = "fails: ";

  /** All examples of a page, the block of imports left out. */
  static List<Example> of(Page page) {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < page.parts().size(); i++) {
      boolean imports = page.commentAt(i - 1).filter(IMPORTS::equals).isPresent();
      if (page.parts().get(i) instanceof Fence fence
          && fence.language().equals("java")
          && !imports) {
        examples.add(of(page, i, fence));
      }
    }
    return examples;
  }

  private static Example of(Page page, int index, Fence fence) {
    Matcher declaration = DECLARATION.matcher(fence.text());
    boolean isClass = declaration.find();
    Matcher maxRows = MAX_ROWS.matcher(page.commentAt(index - 1).orElse(""));
    Optional<String> after = page.commentAt(index + 1);
    return new Example(
        page.name() + ":" + fence.line(),
        isClass ? declaration.group(1) : className(page, fence),
        isClass,
        fence.text(),
        maxRows.find() ? Long.parseLong(maxRows.group(1)) : Long.MAX_VALUE,
        after.filter("prints"::equals).map(_ -> ((Fence) page.parts().get(index + 2)).text()),
        after
            .filter(comment -> comment.startsWith(FAILS))
            .map(comment -> comment.substring(FAILS.length())));
  }

  private static String className(Page page, Fence fence) {
    return "Example_" + page.name().replaceAll("\\W", "_") + "_" + fence.line();
  }
}
