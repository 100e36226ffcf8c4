package io.millrace.expr;

import io.millrace.error.UserException;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import io.millrace.kernels.types.Lane;
import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;

/** How operands of different types are brought to one. */
final class Coercion {
  private Coercion() {}

  /**
   * The type in which two can be compared or stand for one another, or null if there is none: equal
   * types as they are, integers as {@code INT64}, numbers as {@code FLOAT64} once one is floating,
   * instants and durations in the finer unit. {@code UINT64} meets no signed integer, since no lane
   * holds both.
   */
  static DataType common(DataType a, DataType b) {
    if (a.equals(b)) {
      return a;
    }
    if (a.kind().isNumeric() && b.kind().isNumeric()) {
      return numeric(a, b);
    }
    if (a.kind().isText() && b.kind().isText()) {
      return DataType.of(Kind.LARGE_UTF8);
    }
    if (a.lane() == Lane.BYTES
        && b.lane() == Lane.BYTES
        && !a.kind().isText()
        && !b.kind().isText()) {
      return DataType.of(Kind.LARGE_BINARY);
    }
    if (a.kind() == Kind.DURATION && b.kind() == Kind.DURATION) {
      return DataType.duration(finer(a.unit(), b.unit()));
    }
    return a.kind().isInstant() && b.kind().isInstant() ? instants(a, b) : null;
  }

  /** The type of arithmetic on two numbers, or null: 64-bit integers, else doubles. */
  static DataType numeric(DataType a, DataType b) {
    if (a.kind().isFloating() || b.kind().isFloating()) {
      return DataType.FLOAT64;
    }
    boolean unsignedA = a.kind() == Kind.UINT64;
    boolean unsignedB = b.kind() == Kind.UINT64;
    if (unsignedA || unsignedB) {
      return (unsignedA || a.kind().isUnsigned()) && (unsignedB || b.kind().isUnsigned())
          ? DataType.UINT64
          : null;
    }
    return DataType.INT64;
  }

  private static DataType instants(DataType a, DataType b) {
    if (a.kind() != Kind.TIMESTAMP && b.kind() != Kind.TIMESTAMP) {
      return DataType.of(Kind.DATE_MILLI);
    }
    if (a.kind() != Kind.TIMESTAMP || b.kind() != Kind.TIMESTAMP) {
      return a.kind() == Kind.TIMESTAMP ? a : b;
    }
    boolean zonesMeet = (a.zone() == null) == (b.zone() == null);
    return zonesMeet ? DataType.timestamp(finer(a.unit(), b.unit()), a.zone()) : null;
  }

  private static TimeUnit finer(TimeUnit a, TimeUnit b) {
    return a.ordinal() >= b.ordinal() ? a : b;
  }

  /** An expression converted to a type; itself if its lane already holds that type's values. */
  static Bound to(Bound bound, DataType type) {
    if (bound.type().equals(type) || widensInLane(bound.type(), type)) {
      return bound;
    }
    return cast(bound, type);
  }

  /** A cast, which may fail unless the other type has a place for every value. */
  static Bound cast(Bound bound, DataType type) {
    return Bound.Operation.of(
        type,
        "cast(" + bound.text() + " as " + type + ")",
        List.of(bound),
        !holdsAll(bound.type(), type),
        (kernels, operands, _) -> kernels.cast(operands[0], type));
  }

  /** Whether a type has a value for each of another's; false where that is not plain to see. */
  private static boolean holdsAll(DataType from, DataType to) {
    boolean numbers = from.kind().isNumeric() && to.kind().isFloating();
    boolean text = to.kind().isText() && (from.lane() != Lane.BYTES || from.kind().isText());
    return (numbers && to.kind() == Kind.FLOAT64) || text || from.kind() == Kind.BOOL;
  }

  private static boolean widensInLane(DataType from, DataType to) {
    boolean integers = from.kind().isInteger() && to.kind().isInteger() && to.kind().width() == 8;
    boolean doubles = from.kind().isFloating() && to.kind() == Kind.FLOAT64;
    boolean text = from.kind().isText() && to.kind().isText();
    boolean binary =
        from.lane() == Lane.BYTES
            && to.lane() == Lane.BYTES
            && from.kind().isText() == to.kind().isText();
    return integers || doubles || text || binary;
  }

  /** The error for operands that have no common type. */
  static UserException mismatch(String operation, DataType a, DataType b) {
    String hint =
        a.kind().isNumeric() && b.kind().isNumeric()
            ? "Cast the uint64 side to int64, or the other to uint64."
            : "Cast one side.";
    return new UserException(
        "The operands' types must fit each other: operation="
            + operation
            + ", left="
            + a
            + ", right="
            + b
            + ". "
            + hint);
  }
}
