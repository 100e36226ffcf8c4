package io.millrace.expr;

import io.millrace.error.UserException;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.op.Comparison;
import io.millrace.kernels.op.MathFunction;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import io.millrace.kernels.types.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Schema;

/** Gives expressions types and positions, and refuses what has no meaning. */
public final class Binder {
  private final Schema schema;

  private Binder(Schema schema) {
    this.schema = schema;
  }

  /**
   * An expression over a schema's columns.
   *
   * @throws UserException if a column does not exist or a type does not fit
   */
  public static Bound bind(Expr expr, Schema schema) {
    return new Binder(schema).bind(expr);
  }

  /** As {@link #bind(Expr, Schema)}; the result must be a boolean. */
  public static Bound bindCondition(Expr expr, Schema schema, String operation) {
    return new Binder(schema).condition(expr, operation);
  }

  /** The name that an expression's result column gets. */
  public static String name(Expr expr, Schema schema) {
    return switch (expr) {
      case Expr.Named named -> named.name();
      case Expr.Column column -> column.name();
      case Expr.Split split -> name(split.text(), schema);
      default -> bind(expr, schema).text();
    };
  }

  private Bound bind(Expr expr) {
    return switch (expr) {
      case Expr.Column column -> column(column.name());
      case Expr.Literal literal -> literal(literal);
      case Expr.Named named -> bind(named.expr());
      case Expr.Math2 math -> arithmetic(math);
      case Expr.Quotient quotient -> quotient(quotient);
      case Expr.Math1 math -> math(math);
      case Expr.Compare compare -> compare(compare);
      case Expr.And and -> logic("and", and.left(), and.right(), KernelContext::and);
      case Expr.Or or -> logic("or", or.left(), or.right(), KernelContext::or);
      case Expr.Not not -> not(not);
      case Expr.IsNull isNull -> isNull(bind(isNull.operand()));
      case Expr.Coalesce coalesce -> coalesce(coalesce);
      case Expr.Case cases -> cases(cases);
      case Expr.In in -> in(in);
      case Expr.Cast cast -> cast(cast);
      case Expr.Text _,
          Expr.Length _,
          Expr.Match _,
          Expr.Substring _,
          Expr.Concat _,
          Expr.SplitPart _,
          Expr.Split _ ->
          new TextBinder(this::bind).bind(expr);
      case Expr.Part part -> TimeBinder.part(part.part(), bind(part.instant()));
      case Expr.Truncate truncate -> TimeBinder.truncate(truncate.unit(), bind(truncate.instant()));
      case Expr.Call call -> call(call);
    };
  }

  private Bound column(String name) {
    int ordinal = Names.ordinal(schema, name);
    return new Bound.Ref(ordinal, name, DataType.of(schema.getFields().get(ordinal)));
  }

  private static Bound.Constant literal(Expr.Literal literal) {
    DataType type = Literals.naturalType(literal.value());
    if (type == null) {
      return new Bound.Constant(null, null, "null");
    }
    return constant(literal.value(), Literals.inLane(literal.value(), type), type);
  }

  private static Bound.Constant constant(Object value, Object inLane, DataType type) {
    String text =
        switch (value) {
          case CharSequence _, Character _ -> "'" + value + "'";
          case byte[] bytes -> "x'" + java.util.HexFormat.of().formatHex(bytes) + "'";
          case null, default -> String.valueOf(value);
        };
    return new Bound.Constant(type, inLane, text);
  }

  /**
   * Two operands; a literal takes the other side's type where its value has a place there, a null
   * always.
   */
  private Bound[] pair(Expr left, Expr right) {
    Bound a = bind(left);
    Bound b = bind(right);
    return new Bound[] {adapt(left, a, b.type()), adapt(right, b, a.type())};
  }

  static Bound adapt(Expr expr, Bound bound, DataType type) {
    if (type == null || type.equals(bound.type())) {
      return bound;
    }
    if (bound.type() == null) {
      return new Bound.Constant(type, null, "null");
    }
    if (strip(expr) instanceof Expr.Literal(Object written)) {
      Object value = Literals.beside(written, type);
      Object inLane = Literals.inLane(value, type);
      return inLane == null ? literal(new Expr.Literal(value)) : constant(written, inLane, type);
    }
    return bound;
  }

  private static Expr strip(Expr expr) {
    return expr instanceof Expr.Named named ? strip(named.expr()) : expr;
  }

  private Bound arithmetic(Expr.Math2 math) {
    Bound[] sides = pair(math.left(), math.right());
    Bound a = sides[0];
    Bound b = sides[1];
    Types.requireTyped(a, math.op().symbol());
    Bound temporal = TimeBinder.arithmetic(math.op(), a, b);
    if (temporal != null) {
      return temporal;
    }
    boolean numbers = a.type().kind().isNumeric() && b.type().kind().isNumeric();
    DataType type = numbers ? Coercion.numeric(a.type(), b.type()) : null;
    boolean onlyLongs = math.op() == Arithmetic.FLOOR_DIVIDE;
    if (type == null || (onlyLongs && type.lane() != Lane.LONG)) {
      throw Coercion.mismatch(math.op().symbol(), a.type(), b.type());
    }
    String text = "(" + a.text() + " " + math.op().symbol() + " " + b.text() + ")";
    return operation(
        type,
        text,
        List.of(Coercion.to(a, type), Coercion.to(b, type)),
        (kernels, v, _) -> kernels.arithmetic(math.op(), type, v[0], v[1]));
  }

  private Bound quotient(Expr.Quotient quotient) {
    Bound[] sides = pair(quotient.left(), quotient.right());
    Types.requireTyped(sides[0], "/");
    Types.requireNumeric(sides[0], "/");
    Types.requireNumeric(sides[1], "/");
    return operation(
        DataType.FLOAT64,
        "(" + sides[0].text() + " / " + sides[1].text() + ")",
        List.of(Coercion.to(sides[0], DataType.FLOAT64), Coercion.to(sides[1], DataType.FLOAT64)),
        (kernels, v, _) -> kernels.arithmetic(Arithmetic.DIVIDE, DataType.FLOAT64, v[0], v[1]));
  }

  private Bound math(Expr.Math1 math) {
    Bound operand = bind(math.operand());
    String name = math.function().name().toLowerCase(java.util.Locale.ROOT);
    Types.requireTyped(operand, name);
    boolean duration =
        operand.type().kind() == Kind.DURATION
            && (math.function() == MathFunction.NEGATE || math.function() == MathFunction.ABS);
    if (!duration) {
      Types.requireNumeric(operand, name);
    }
    DataType type = duration ? operand.type() : math.function().resultType(operand.type());
    Bound input =
        math.function() == MathFunction.SQRT ? Coercion.to(operand, DataType.FLOAT64) : operand;
    return operation(
        type,
        name + "(" + operand.text() + ")",
        List.of(input),
        (kernels, v, _) -> kernels.math(math.function(), v[0]));
  }

  private Bound compare(Expr.Compare compare) {
    Bound[] sides = pair(compare.left(), compare.right());
    Types.requireTyped(sides[0], compare.op().symbol());
    DataType type = Coercion.common(sides[0].type(), sides[1].type());
    if (type == null) {
      throw Coercion.mismatch(compare.op().symbol(), sides[0].type(), sides[1].type());
    }
    Comparison op = compare.op();
    return operation(
        DataType.BOOL,
        "(" + sides[0].text() + " " + op.symbol() + " " + sides[1].text() + ")",
        List.of(Coercion.to(sides[0], type), Coercion.to(sides[1], type)),
        (kernels, v, _) -> kernels.compare(op, v[0], v[1]));
  }

  private interface Logic {
    Vec apply(KernelContext kernels, Vec a, Vec b);
  }

  private Bound logic(String name, Expr left, Expr right, Logic logic) {
    Bound a = condition(left, name);
    Bound b = condition(right, name);
    return operation(
        DataType.BOOL,
        "(" + a.text() + " " + name + " " + b.text() + ")",
        List.of(a, b),
        (kernels, v, _) -> logic.apply(kernels, v[0], v[1]));
  }

  private Bound condition(Expr expr, String operation) {
    Bound bound = adapt(expr, bind(expr), DataType.BOOL);
    if (bound.type() == null || bound.type().kind() != Kind.BOOL) {
      throw new UserException(
          "A condition must be boolean: operation="
              + operation
              + ", expression="
              + bound.text()
              + ", type="
              + bound.type()
              + ". Compare it with something.");
    }
    return bound;
  }

  private Bound not(Expr.Not not) {
    Bound operand = condition(not.operand(), "not");
    return operation(
        DataType.BOOL,
        "not " + operand.text(),
        List.of(operand),
        (kernels, v, _) -> kernels.not(v[0]));
  }

  private static Bound isNull(Bound operand) {
    Types.requireTyped(operand, "isNull");
    return operation(
        DataType.BOOL,
        operand.text() + " is null",
        List.of(operand),
        (kernels, v, _) -> kernels.isNull(v[0]));
  }

  /** Operands brought to one type, nulls and literals adapted. */
  private List<Bound> unified(List<Expr> exprs, String operation) {
    List<Bound> bounds = exprs.stream().map(this::bind).toList();
    DataType type = null;
    for (int i = 0; i < bounds.size(); i++) {
      if (!(strip(exprs.get(i)) instanceof Expr.Literal)) {
        type = merge(type, bounds.get(i).type(), operation);
      }
    }
    for (int i = 0; i < bounds.size(); i++) {
      type = merge(type, adapt(exprs.get(i), bounds.get(i), type).type(), operation);
    }
    List<Bound> unified = new ArrayList<>();
    for (int i = 0; i < bounds.size(); i++) {
      Bound adapted = adapt(exprs.get(i), bounds.get(i), type);
      Types.requireTyped(adapted, operation);
      unified.add(Coercion.to(adapted, type));
    }
    return unified;
  }

  private static DataType merge(DataType a, DataType b, String operation) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    DataType common = Coercion.common(a, b);
    if (common == null) {
      throw Coercion.mismatch(operation, a, b);
    }
    return common;
  }

  private static DataType typeOf(List<Bound> unified) {
    return unified.stream().map(Bound::type).reduce((a, b) -> merge(a, b, "case")).orElseThrow();
  }

  private Bound coalesce(Expr.Coalesce coalesce) {
    List<Bound> operands = unified(coalesce.operands(), "coalesce");
    String text =
        operands.stream().map(Bound::text).collect(Collectors.joining(", ", "coalesce(", ")"));
    return operation(
        typeOf(operands),
        text,
        operands,
        (kernels, v, _) -> {
          Vec result = v[v.length - 1];
          for (int i = v.length - 2; i >= 0; i--) {
            result =
                v[i].mayHaveNulls() ? kernels.choose(kernels.isNull(v[i]), result, v[i]) : v[i];
          }
          return result;
        });
  }

  private Bound cases(Expr.Case cases) {
    List<Expr> results =
        new ArrayList<>(cases.branches().stream().map(Expr.Branch::result).toList());
    results.add(cases.otherwise());
    List<Bound> values = unified(results, "caseWhen");
    List<Bound> operands = new ArrayList<>(values);
    cases.branches().forEach(branch -> operands.add(condition(branch.condition(), "caseWhen")));
    int branches = cases.branches().size();
    StringBuilder text = new StringBuilder("case");
    for (int i = 0; i < branches; i++) {
      text.append(" when ")
          .append(operands.get(branches + 1 + i).text())
          .append(" then ")
          .append(values.get(i).text());
    }
    text.append(" else ").append(values.get(branches).text()).append(" end");
    return operation(
        typeOf(values),
        text.toString(),
        operands,
        (kernels, v, _) -> {
          Vec result = v[branches];
          for (int i = branches - 1; i >= 0; i--) {
            result = kernels.choose(v[branches + 1 + i], v[i], result);
          }
          return result;
        });
  }

  private Bound in(Expr.In in) {
    Bound operand = bind(in.operand());
    Types.requireTyped(operand, "in");
    List<Object> values = new ArrayList<>();
    for (Expr.Literal literal : in.values()) {
      Object value =
          literal.value() == null ? null : Literals.inLane(literal.value(), Types.widest(operand));
      if (value == null && literal.value() != null) {
        throw Coercion.mismatch("in", operand.type(), Literals.naturalType(literal.value()));
      }
      values.add(value);
    }
    List<Object> fixed = java.util.Collections.unmodifiableList(values);
    String text =
        in.values().stream().map(l -> literal(l).text()).collect(Collectors.joining(", "));
    return operation(
        DataType.BOOL,
        operand.text() + " in (" + text + ")",
        List.of(operand),
        (kernels, v, _) -> kernels.in(v[0], fixed));
  }

  private Bound cast(Expr.Cast cast) {
    Bound operand = bind(cast.operand());
    if (operand.type() == null) {
      return new Bound.Constant(cast.type(), null, "null");
    }
    if (operand.type().equals(cast.type())) {
      return operand;
    }
    Types.requireCast(operand, cast.type());
    return operation(
        cast.type(),
        "cast(" + operand.text() + " as " + cast.type() + ")",
        List.of(operand),
        (kernels, v, _) -> kernels.cast(v[0], cast.type()));
  }

  private Bound call(Expr.Call call) {
    List<Bound> arguments = call.arguments().stream().map(this::bind).toList();
    arguments.forEach(argument -> Types.requireTyped(argument, call.function().name()));
    UserFunction function =
        UserFunction.of(call.function(), arguments.stream().map(Bound::type).toList());
    String text =
        arguments.stream()
            .map(Bound::text)
            .collect(Collectors.joining(", ", call.function().name() + "(", ")"));
    return operation(function.type(), text, arguments, function);
  }

  static Bound operation(DataType type, String text, List<Bound> operands, Bound.Kernel kernel) {
    return new Bound.Operation(type, text, List.copyOf(operands), kernel);
  }

  /** A separator's bytes; null means white space. */
  public static byte[] separator(String separator) {
    return TextBinder.separator(separator);
  }
}
