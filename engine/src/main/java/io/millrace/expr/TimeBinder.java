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

  static Bound part(DatePart part, Bound instant) {
    String name = part.name().toLowerCase(Locale.ROOT);
    Types.requireInstant(instant, name);
    return Binder.operation(
        DataType.INT64,
        name + "(" + instant.text() + ")",
        List.of(instant),
        (kernels, v, _) -> kernels.datePart(part, v[0]));
  }

  static Bound truncate(DatePart unit, Bound instant) {
    Types.requireInstant(instant, "truncate");
    if (!unit.truncates()) {
      throw new UserException(
          "Times can be truncated to units that begin: unit=" + unit + ". Use DAY.");
    }
    return Binder.operation(
        instant.type(),
        "truncate(" + unit + ", " + instant.text() + ")",
        List.of(instant),
        (kernels, v, _) -> kernels.truncate(unit, v[0]));
  }

  /**
   * Timestamp plus or minus duration, timestamp minus timestamp, durations among each other and by
   * whole numbers; null if the operands are no times.
   */
  static Bound arithmetic(Arithmetic op, Bound a, Bound b) {
    Kind left = a.type().kind();
    Kind right = b.type().kind();
    boolean sum = op == Arithmetic.ADD;
    boolean difference = op == Arithmetic.SUBTRACT;
    boolean order = op == Arithmetic.LEAST || op == Arithmetic.GREATEST;
    if (left == Kind.TIMESTAMP && right == Kind.DURATION && (sum || difference)) {
      return operation(op, a.type(), a, Coercion.to(b, DataType.duration(a.type().unit())));
    }
    if (left == Kind.DURATION && right == Kind.TIMESTAMP && sum) {
      return operation(op, b.type(), Coercion.to(a, DataType.duration(b.type().unit())), b);
    }
    if (op == Arithmetic.MULTIPLY && isWhole(left) && right == Kind.DURATION) {
      return operation(op, b.type(), a, b);
    }
    if (left == Kind.DURATION
        && isWhole(right)
        && (op == Arithmetic.MULTIPLY || op == Arithmetic.DIVIDE)) {
      return operation(op, a.type(), a, b);
    }
    DataType common = Coercion.common(a.type(), b.type());
    if (common == null
        || common.kind().isNumeric()
        || !(common.kind().isInstant() || common.kind() == Kind.DURATION)) {
      return null;
    }
    if (order || (common.kind() == Kind.DURATION && (sum || difference))) {
      return operation(op, common, Coercion.to(a, common), Coercion.to(b, common));
    }
    if (common.kind() == Kind.TIMESTAMP && difference) {
      return operation(
          op, DataType.duration(common.unit()), Coercion.to(a, common), Coercion.to(b, common));
    }
    return null;
  }

  private static boolean isWhole(Kind kind) {
    return kind.isInteger() && kind != Kind.UINT64;
  }

  private static Bound operation(Arithmetic op, DataType type, Bound a, Bound b) {
    return Binder.operation(
        type,
        "(" + a.text() + " " + op.symbol() + " " + b.text() + ")",
        List.of(a, b),
        (kernels, v, _) -> kernels.arithmetic(op, type, v[0], v[1]));
  }
}
