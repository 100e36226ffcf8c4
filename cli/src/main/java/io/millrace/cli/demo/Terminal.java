package io.millrace.cli.demo;

import java.io.Console;
import java.nio.charset.Charset;
import java.util.Map;

/**
 * What the terminal can show.
 *
 * @param colours whether it has colours, and its user wants them
 * @param unicode whether it has more than ASCII
 */
record Terminal(boolean colours, boolean unicode) {
  private static final String ESCAPE = "\u001b[";

  /** Whether standard output is a terminal that understands cursor movements. */
  static boolean isThere() {
    Console console = System.console();
    return console != null
        && console.isTerminal()
        && !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
  }

  /** The one that this process has. */
  static Terminal ofEnvironment() {
    Map<String, String> environment = System.getenv();
    Charset charset = Charset.forName(System.getProperty("stdout.encoding", "US-ASCII"));
    return new Terminal(
        !environment.containsKey("NO_COLOR"),
        charset.newEncoder().canEncode('\u2588') && charset.newEncoder().canEncode('\u00b7'));
  }

  String bold(String text) {
    return styled("1", text);
  }

  String dim(String text) {
    return styled("2", text);
  }

  String green(String text) {
    return styled("32", text);
  }

  String yellow(String text) {
    return styled("33", text);
  }

  private String styled(String style, String text) {
    return colours ? ESCAPE + style + "m" + text + ESCAPE + "0m" : text;
  }

  /** Moves the cursor to the begin of a line above, and clears the screen from there. */
  static String backUp(int lines) {
    return lines == 0 ? "" : ESCAPE + lines + "F" + ESCAPE + "0J";
  }

  /** No cursor, and long lines cut rather than wrapped. */
  static String enter() {
    return ESCAPE + "?25l" + ESCAPE + "?7l";
  }

  /** Takes back {@link #enter}. */
  static String leave() {
    return ESCAPE + "?7h" + ESCAPE + "?25h";
  }

  /** A bar of a length in eighths of a character. */
  String bar(double share, int width) {
    int eighths = (int) Math.round(Math.clamp(share, 0, 1) * width * 8);
    if (!unicode) {
      return "#".repeat((eighths + 4) / 8);
    }
    String rest = eighths % 8 == 0 ? "" : String.valueOf((char) ('\u2590' - eighths % 8));
    return "\u2588".repeat(eighths / 8) + rest;
  }
}
