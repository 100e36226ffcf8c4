package io.millrace.expr;

import io.millrace.error.UserException;
import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.op.Comparison;
import io.millrace.kernels.op.MathFunction;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import io.millrace.kernels.types.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
      default -> ExprText.of(expr);
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
      case Expr.And and -> logic(Choice.Rule.AND, and, and.left(), and.right());
      case Expr.Or or -> logic(Choice.Rule.OR, or, or.left(), or.right());
      case Expr.Not not -> not(not);
      case Expr.IsNull isNull -> isNull(isNull);
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
      case Expr.Part part -> TimeBinder.part(part, bind(part.instant()));
      case Expr.Truncate truncate -> TimeBinder.truncate(truncate, bind(truncate.instant()));
      case Expr.Call call -> call(call);
    };
  }

  private Bound column(String name) {
    int ordinal = Names.ordinal(schema, name);
    return new Bound.Ref(ordinal, name, DataType.of(schema.getFields().get(ordinal)));
  }

  private static Bound.Constant literal(Expr.Literal literal) {
    DataType type = Literals.naturalType(literal.value());
    Object inLane = type == null ? null : Literals.inLane(literal.value(), type);
    return new Bound.Constant(type, inLane, ExprText.of(literal));
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
      return inLane == null
          ? literal(new Expr.Literal(value))
          : new Bound.Constant(type, inLane, bound.text());
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
    Bound temporal = TimeBinder.arithmetic(math, a, b);
    if (temporal != null) {
      return temporal;
    }
    boolean numbers = a.type().kind().isNumeric() && b.type().kind().isNumeric();
    DataType type = numbers ? Coercion.numeric(a.type(), b.type()) : null;
    boolean onlyLongs = math.op() == Arithmetic.FLOOR_DIVIDE;
    if (type == null || (onlyLongs && type.lane() != Lane.LONG)) {
      throw Coercion.mismatch(math.op().symbol(), a.type(), b.type());
    }
    return arithmetic(math, type, Coercion.to(a, type), Coercion.to(b, type));
  }

  /** Arithmetic in a type; the operands are of its lane. */
  static Bound arithmetic(Expr.Math2 math, DataType type, Bound a, Bound b) {
    boolean divides =
        switch (math.op()) {
          case DIVIDE, MODULO, FLOOR_DIVIDE -> type.lane() == Lane.LONG;
          case ADD, SUBTRACT, MULTIPLY, LEAST, GREATEST -> false;
        };
    boolean byNumber =
        b instanceof Bound.Constant(_, Object value, _) && value instanceof Long n && n != 0;
    return Bound.Operation.of(
        type,
        ExprText.of(math),
        List.of(a, b),
        divides && !byNumber,
        (kernels, v, _) -> kernels.arithmetic(math.op(), type, v[0], v[1]));
  }

  private Bound quotient(Expr.Quotient quotient) {
    Bound[] sides = pair(quotient.left(), quotient.right());
    Types.requireTyped(sides[0], "/");
    Types.requireNumeric(sides[0], "/");
    Types.requireNumeric(sides[1], "/");
    return operation(
        DataType.FLOAT64,
        quotient,
        List.of(Coercion.to(sides[0], DataType.FLOAT64), Coercion.to(sides[1], DataType.FLOAT64)),
        (kernels, v, _) -> kernels.arithmetic(Arithmetic.DIVIDE, DataType.FLOAT64, v[0], v[1]));
  }

  private Bound math(Expr.Math1 math) {
    Bound operand = bind(math.operand());
    String name = math.function().name().toLowerCase(Locale.ROOT);
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
        type, math, List.of(input), (kernels, v, _) -> kernels.math(math.function(), v[0]));
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
        compare,
        List.of(Coercion.to(sides[0], type), Coercion.to(sides[1], type)),
        (kernels, v, _) -> kernels.compare(op, v[0], v[1]));
  }

  private Bound logic(Choice.Rule rule, Expr expr, Expr left, Expr right) {
    String name = rule.name().toLowerCase(Locale.ROOT);
    Bound a = condition(left, name);
    Bound b = condition(right, name);
    return Choice.of(rule, DataType.BOOL, ExprText.of(expr), a, b);
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
    return operation(DataType.BOOL, not, List.of(operand), (kernels, v, _) -> kernels.not(v[0]));
  }

  private Bound isNull(Expr.IsNull isNull) {
    Bound operand = bind(isNull.operand());
    Types.requireTyped(operand, "isNull");
    return operation(
        DataType.BOOL, isNull, List.of(operand), (kernels, v, _) -> kernels.isNull(v[0]));
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
    DataType type = typeOf(operands);
    String text = ExprText.of(coalesce);
    return operands.reversed().stream()
        .reduce((rest, one) -> Choice.of(Choice.Rule.COALESCE, type, text, one, rest))
        .orElseThrow();
  }

  private Bound cases(Expr.Case cases) {
    List<Expr> results =
        new ArrayList<>(cases.branches().stream().map(Expr.Branch::result).toList());
    results.add(cases.otherwise());
    List<Bound> values = unified(results, "caseWhen");
    DataType type = typeOf(values);
    String text = ExprText.of(cases);
    Bound rest = values.getLast();
    for (int i = cases.branches().size() - 1; i >= 0; i--) {
      Bound condition = condition(cases.branches().get(i).condition(), "caseWhen");
      rest = Conditional.of(type, text, condition, values.get(i), rest);
    }
    return rest;
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
    return operation(
        DataType.BOOL, in, List.of(operand), (kernels, v, _) -> kernels.in(v[0], fixed));
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
    return Coercion.cast(operand, cast.type());
  }

  private Bound call(Expr.Call call) {
    List<Bound> arguments = call.arguments().stream().map(this::bind).toList();
    arguments.forEach(argument -> Types.requireTyped(argument, call.function().name()));
    UserFunction function =
        UserFunction.of(call.function(), arguments.stream().map(Bound::type).toList());
    // what it computes within itself may fail
    return Bound.Operation.of(function.type(), ExprText.of(call), arguments, true, function);
  }

  static Bound operation(DataType type, Expr expr, List<Bound> operands, Bound.Kernel kernel) {
    return Bound.Operation.of(type, ExprText.of(expr), operands, false, kernel);
  }

  /** A separator's bytes; null means white space. */
  public static byte[] separator(String separator) {
    return TextBinder.separator(separator);
  }
}
