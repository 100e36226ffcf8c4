package io.millrace.source;

/**
 * A place in a source, in a form of the source's own that people can read and the source can parse
 * again, such as {@code rows=1200} or {@code file=a.txt, byte=4096}.
 */
public record Offset(String text) {
  @Override
  public String toString() {
    return text;
  }
}
