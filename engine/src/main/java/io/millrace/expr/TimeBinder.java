package io.millrace.expr;

import io.millrace.error.UserException;
import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.op.DatePart;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.util.List;
import java.util.Locale;

/** Binds expressions on dates, timestamps and durations. */
final class TimeBinder {
  private TimeBinder() {}

  static Bound part(Expr.Part part, Bound instant) {
    String name = part.part().name().toLowerCase(Locale.ROOT);
    Types.requireInstant(instant, name);
    return Binder.operation(
        DataType.INT64,
        part,
        List.of(instant),
        (kernels, v, _) -> kernels.datePart(part.part(), v[0]));
  }

  static Bound truncate(Expr.Truncate truncate, Bound instant) {
    DatePart unit = truncate.unit();
    Types.requireInstant(instant, "truncate");
    if (!unit.truncates()) {
      throw new UserException(
          "Times can be truncated to units that begin: unit=" + unit + ". Use DAY.");
    }
    return Binder.operation(
        instant.type(),
        truncate,
        List.of(instant),
        (kernels, v, _) -> kernels.truncate(unit, v[0]));
  }

  /**
   * Timestamp plus or minus duration, timestamp minus timestamp, durations among each other and by
   * whole numbers; null if the operands are no times.
   */
  static Bound arithmetic(Expr.Math2 math, Bound a, Bound b) {
    Arithmetic op = math.op();
    Kind left = a.type().kind();
    Kind right = b.type().kind();
    boolean sum = op == Arithmetic.ADD;
    boolean difference = op == Arithmetic.SUBTRACT;
    boolean order = op == Arithmetic.LEAST || op == Arithmetic.GREATEST;
    if (left == Kind.TIMESTAMP && right == Kind.DURATION && (sum || difference)) {
      return Binder.arithmetic(
          math, a.type(), a, Coercion.to(b, DataType.duration(a.type().unit())));
    }
    if (left == Kind.DURATION && right == Kind.TIMESTAMP && sum) {
      return Binder.arithmetic(
          math, b.type(), Coercion.to(a, DataType.duration(b.type().unit())), b);
    }
    if (op == Arithmetic.MULTIPLY && isWhole(left) && right == Kind.DURATION) {
      return Binder.arithmetic(math, b.type(), a, b);
    }
    if (left == Kind.DURATION
        && isWhole(right)
        && (op == Arithmetic.MULTIPLY || op == Arithmetic.DIVIDE)) {
      return Binder.arithmetic(math, a.type(), a, b);
    }
    DataType common = Coercion.common(a.type(), b.type());
    if (common == null
        || common.kind().isNumeric()
        || !(common.kind().isInstant() || common.kind() == Kind.DURATION)) {
      return null;
    }
    if (order || (common.kind() == Kind.DURATION && (sum || difference))) {
      return Binder.arithmetic(math, common, Coercion.to(a, common), Coercion.to(b, common));
    }
    if (common.kind() == Kind.TIMESTAMP && difference) {
      return Binder.arithmetic(
          math, DataType.duration(common.unit()), Coercion.to(a, common), Coercion.to(b, common));
    }
    return null;
  }

  private static boolean isWhole(Kind kind) {
    return kind.isInteger() && kind != Kind.UINT64;
  }
}
