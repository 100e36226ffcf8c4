package io.millrace.expr;

import io.millrace.error.UserException;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Lane;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Binds expressions on text. */
final class TextBinder {
  private final Function<Expr, Bound> binder;

  TextBinder(Function<Expr, Bound> binder) {
    this.binder = binder;
  }

  Bound bind(Expr expr) {
    return switch (expr) {
      case Expr.Text text -> function(text);
      case Expr.Length length -> length(length);
      case Expr.Match match -> match(match);
      case Expr.Substring substring -> substring(substring);
      case Expr.Concat concat -> concat(concat);
      case Expr.SplitPart part -> splitPart(part);
      case Expr.Split _ ->
          throw new UserException(
              "split gives several rows and must stand alone in flatMap: operation=split."
                  + " Use flatMap(split(...)), or split(text, separator, index) for one part.");
      default -> throw new IllegalArgumentException(expr.toString());
    };
  }

  private Bound text(Expr expr, String operation) {
    Bound bound = Binder.adapt(expr, binder.apply(expr), DataType.UTF8);
    Types.requireText(bound, operation);
    return bound;
  }

  private Bound bytes(Expr expr, String operation) {
    Bound bound = Binder.adapt(expr, binder.apply(expr), DataType.UTF8);
    if (bound.type().lane() != Lane.BYTES) {
      Types.requireText(bound, operation);
    }
    return bound;
  }

  private Bound function(Expr.Text expr) {
    String name = expr.function().name().toLowerCase(Locale.ROOT);
    Bound operand = text(expr.operand(), name);
    return Binder.operation(
        operand.type(),
        expr,
        List.of(operand),
        (kernels, v, _) -> kernels.text(expr.function(), v[0]));
  }

  private Bound length(Expr.Length length) {
    Bound operand = bytes(length.operand(), "length");
    return Binder.operation(
        DataType.INT64, length, List.of(operand), (kernels, v, _) -> kernels.length(v[0]));
  }

  private Bound match(Expr.Match match) {
    String name = match.match().name().toLowerCase(Locale.ROOT);
    Bound text = text(match.text(), name);
    Bound pattern = text(match.pattern(), name);
    return Binder.operation(
        DataType.BOOL,
        match,
        List.of(text, pattern),
        (kernels, v, _) -> kernels.match(match.match(), v[0], v[1]));
  }

  private Bound substring(Expr.Substring substring) {
    Bound text = bytes(substring.text(), "substring");
    if (substring.length() < 0) {
      throw new UserException(
          "A substring's length must not be negative: length=" + substring.length() + ".");
    }
    return Binder.operation(
        text.type(),
        substring,
        List.of(text),
        (kernels, v, _) -> kernels.substring(v[0], substring.start(), substring.length()));
  }

  private Bound concat(Expr.Concat concat) {
    if (concat.parts().isEmpty()) {
      throw new UserException("concat needs something to put together: operands=0.");
    }
    List<Bound> parts = concat.parts().stream().map(part -> text(part, "concat")).toList();
    DataType type = parts.stream().map(Bound::type).reduce(Coercion::common).orElseThrow();
    return Binder.operation(type, concat, parts, (kernels, v, _) -> kernels.concat(v));
  }

  private Bound splitPart(Expr.SplitPart part) {
    Bound text = text(part.text(), "split");
    byte[] separator = separator(part.separator());
    return Binder.operation(
        text.type(),
        part,
        List.of(text),
        (kernels, v, _) -> kernels.splitPart(v[0], separator, part.index()));
  }

  /** A separator's bytes; null means white space. */
  static byte[] separator(String separator) {
    if (separator == null) {
      return null;
    }
    if (separator.isEmpty()) {
      throw new UserException(
          "A separator must not be empty: operation=split. Leave it out for white space.");
    }
    return separator.getBytes(StandardCharsets.UTF_8);
  }
}
