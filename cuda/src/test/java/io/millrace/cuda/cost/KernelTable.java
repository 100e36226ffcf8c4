package io.millrace.cuda.cost;

import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.launch.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The tables of {@code docs/kernels.md}: one for each file of kernels, a line for each kernel. */
final class KernelTable {
  private static final Path PAGE = Path.of("..", "docs", "kernels.md");

  private static final String BEGIN = "<!-- measured -->";

  private static final String HEAD =
      "| kernel | items | instructions | bytes | excess | atomics | conflicts |\n"
          + "| --- | --- | --- | --- | --- | --- | --- |\n";

  private static final Pattern LINE = Pattern.compile("\\| `(\\w+)` \\| (.*) \\|");

  private static final Pattern ENTRY = Pattern.compile("\\.visible \\.entry (\\w+)");

  private KernelTable() {}

  /** The kernels of a file, in its order. */
  static List<String> kernels(KernelFile file) {
    return ENTRY.matcher(Kernels.ptx(file)).results().map(found -> found.group(1)).toList();
  }

  /** What the page says. */
  static Map<String, KernelCost> read() throws IOException {
    Map<String, KernelCost> costs = new LinkedHashMap<>();
    LINE.matcher(measured(Files.readString(PAGE)))
        .results()
        .forEach(
            line -> costs.put(line.group(1), KernelCost.parse(line.group(2).split("\\|", -1))));
    return costs;
  }

  private static String measured(String page) {
    return page.substring(page.indexOf(BEGIN));
  }

  /** Replaces what the page has from the mark on. */
  static void write(Map<String, KernelCost> costs) throws IOException {
    String page = Files.readString(PAGE);
    List<String> parts = new ArrayList<>();
    parts.add(page.substring(0, page.indexOf(BEGIN)) + BEGIN + "\n");
    Arrays.stream(KernelFile.values()).map(file -> table(file, costs)).forEach(parts::add);
    Files.writeString(PAGE, String.join("\n", parts));
  }

  private static String table(KernelFile file, Map<String, KernelCost> costs) {
    StringBuilder table = new StringBuilder("### `" + file.stem() + "`\n\n" + HEAD);
    for (String kernel : kernels(file)) {
      table.append("| `" + kernel + "` | " + costs.get(kernel).cells() + " |\n");
    }
    return table.toString();
  }
}
