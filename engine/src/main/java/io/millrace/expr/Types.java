package io.millrace.expr;

import io.millrace.error.UserException;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import io.millrace.kernels.types.Lane;
import java.util.function.Predicate;

/** Rules on single types. */
public final class Types {
  private Types() {}

  /** The type that holds every constant which values of an expression may be equal to. */
  static DataType widest(Bound bound) {
    Kind kind = bound.type().kind();
    if (kind.isInteger()) {
      return kind.isUnsigned() ? DataType.UINT64 : DataType.INT64;
    }
    return kind.isFloating() ? DataType.FLOAT64 : bound.type();
  }

  static void requireTyped(Bound bound, String operation) {
    if (bound.type() == null) {
      throw new UserException(
          "A null literal must stand where its type is known: operation="
              + operation
              + ". Give it one with cast(type).");
    }
  }

  static void requireNumeric(Bound bound, String operation) {
    require(bound, operation, Kind::isNumeric, "a number", "Cast it.");
  }

  static void requireText(Bound bound, String operation) {
    require(bound, operation, Kind::isText, "text", "Cast it to utf8.");
  }

  static void requireInstant(Bound bound, String operation) {
    require(bound, operation, Kind::isInstant, "a date or timestamp", "Cast it.");
  }

  private static void require(
      Bound bound, String operation, Predicate<Kind> fits, String what, String todo) {
    requireTyped(bound, operation);
    if (!fits.test(bound.type().kind())) {
      throw new UserException(
          "An operand must be "
              + what
              + ": operation="
              + operation
              + ", expression="
              + bound.text()
              + ", type="
              + bound.type()
              + ". "
              + todo);
    }
  }

  /**
   * Which casts there are: everything to and from text, numbers and booleans among each other,
   * times among each other and to and from integers.
   */
  static void requireCast(Bound bound, DataType to) {
    DataType from = bound.type();
    boolean binary = isBinary(from) || isBinary(to);
    boolean temporal = isTemporal(from.kind()) || isTemporal(to.kind());
    boolean possible;
    if (from.lane() == Lane.BYTES || to.lane() == Lane.BYTES) {
      possible = !binary || (from.lane() == Lane.BYTES && to.lane() == Lane.BYTES);
    } else if (temporal) {
      boolean integer = from.kind().isInteger() || to.kind().isInteger();
      boolean instants = from.kind().isInstant() && to.kind().isInstant();
      possible =
          integer || instants || (from.kind() == Kind.DURATION && to.kind() == Kind.DURATION);
    } else {
      possible = true;
    }
    if (!possible) {
      throw new UserException(
          "A cast must be between types that convert: expression="
              + bound.text()
              + ", from="
              + from
              + ", to="
              + to
              + ".");
    }
  }

  private static boolean isBinary(DataType type) {
    return type.lane() == Lane.BYTES && !type.kind().isText();
  }

  private static boolean isTemporal(Kind kind) {
    return kind.isInstant() || kind == Kind.DURATION;
  }
}
