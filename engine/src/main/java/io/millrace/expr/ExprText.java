package io.millrace.expr;

import io.millrace.kernels.group.AggregateFunction;
import io.millrace.kernels.op.Arithmetic;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Expressions as text for people: in plans, in messages, and as names of columns without one. */
public final class ExprText {
  private ExprText() {}

  /** As it is written, names that were given left out. */
  public static String of(Expr expr) {
    return switch (expr) {
      case Expr.Column column -> column.name();
      case Expr.Literal literal -> constant(literal.value());
      case Expr.Named named -> of(named.expr());
      case Expr.Math2 math -> arithmetic(math);
      case Expr.Quotient quotient -> infix("/", quotient.left(), quotient.right());
      case Expr.Math1 math -> call(lower(math.function()), math.operand());
      case Expr.Compare compare -> infix(compare.op().symbol(), compare.left(), compare.right());
      case Expr.And and -> infix("and", and.left(), and.right());
      case Expr.Or or -> infix("or", or.left(), or.right());
      case Expr.Not not -> "not " + of(not.operand());
      case Expr.IsNull isNull -> of(isNull.operand()) + " is null";
      case Expr.Coalesce coalesce -> call("coalesce", coalesce.operands());
      case Expr.Case cases -> cases(cases);
      case Expr.In in -> of(in.operand()) + " in (" + texts(in.values()) + ")";
      case Expr.Cast cast -> "cast(" + of(cast.operand()) + " as " + cast.type() + ")";
      case Expr.Text text -> call(lower(text.function()), text.operand());
      case Expr.Length length -> call("length", length.operand());
      case Expr.Match match -> call(lower(match.match()), match.text(), match.pattern());
      case Expr.Substring part ->
          "substring(" + of(part.text()) + ", " + part.start() + ", " + part.length() + ")";
      case Expr.Concat concat -> call("concat", concat.parts());
      case Expr.SplitPart part ->
          "split(" + of(part.text()) + separator(part.separator()) + ", " + part.index() + ")";
      case Expr.Split split -> "split(" + of(split.text()) + separator(split.separator()) + ")";
      case Expr.Part part -> call(lower(part.part()), part.instant());
      case Expr.Truncate truncate ->
          "truncate(" + truncate.unit() + ", " + of(truncate.instant()) + ")";
      case Expr.Call call -> call(call.function().name(), call.arguments());
    };
  }

  /**
   * An aggregate as it is written, which is also the name that it has unless it is given one.
   *
   * @param input text of what is aggregated; not looked at by the count of rows
   */
  public static String aggregate(AggregateFunction function, String input) {
    return switch (function) {
      case COUNT_ALL -> "count";
      case APPROX_DISTINCT -> "approx_count_distinct(" + input + ")";
      default -> lower(function) + "(" + input + ")";
    };
  }

  private static String constant(Object value) {
    return switch (value) {
      case CharSequence _, Character _ -> "'" + value + "'";
      case byte[] bytes -> "x'" + HexFormat.of().formatHex(bytes) + "'";
      case null, default -> String.valueOf(value);
    };
  }

  private static String arithmetic(Expr.Math2 math) {
    boolean function = math.op() == Arithmetic.LEAST || math.op() == Arithmetic.GREATEST;
    return function
        ? call(math.op().symbol(), math.left(), math.right())
        : infix(math.op().symbol(), math.left(), math.right());
  }

  private static String cases(Expr.Case cases) {
    StringBuilder text = new StringBuilder("case");
    for (Expr.Branch branch : cases.branches()) {
      text.append(" when ").append(of(branch.condition()));
      text.append(" then ").append(of(branch.result()));
    }
    return text.append(" else ").append(of(cases.otherwise())).append(" end").toString();
  }

  private static String separator(String separator) {
    return separator == null ? "" : ", " + constant(separator);
  }

  private static String infix(String operator, Expr left, Expr right) {
    return "(" + of(left) + " " + operator + " " + of(right) + ")";
  }

  private static String call(String function, Expr... operands) {
    return call(function, List.of(operands));
  }

  private static String call(String function, List<Expr> operands) {
    return function + "(" + texts(operands) + ")";
  }

  private static String texts(List<? extends Expr> exprs) {
    return exprs.stream().map(ExprText::of).collect(Collectors.joining(", "));
  }

  private static String lower(Enum<?> function) {
    return function.name().toLowerCase(Locale.ROOT);
  }
}
