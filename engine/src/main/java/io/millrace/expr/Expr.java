package io.millrace.expr;

import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.op.Comparison;
import io.millrace.kernels.op.DatePart;
import io.millrace.kernels.op.MathFunction;
import io.millrace.kernels.op.TextFunction;
import io.millrace.kernels.op.TextMatch;
import io.millrace.kernels.types.DataType;
import java.util.List;

/**
 * An expression over the columns of a stream, built with {@link io.millrace.Functions} and the
 * methods here. It has no type until it is bound to a schema, which happens as soon as it is handed
 * to a transformation: errors show there.
 *
 * <p>Immutable. What the operators do with nulls, overflow and NaN is in {@code docs/semantics.md}.
 */
public sealed interface Expr {
  /** A column by name. */
  record Column(String name) implements Expr {
    /** Refuses null. */
    public Column {
      Names.requireGiven(name);
    }
  }

  /**
   * A constant: null, a number, boolean, text, bytes, LocalDate, LocalDateTime, Instant or
   * Duration.
   */
  record Literal(Object value) implements Expr {}

  /** An expression under a name. */
  record Named(Expr expr, String name) implements Expr {
    /** Refuses null for a name. */
    public Named {
      Names.requireGiven(name);
    }
  }

  /** Arithmetic; division of integers truncates. */
  record Math2(Arithmetic op, Expr left, Expr right) implements Expr {}

  /** Division of real numbers. */
  record Quotient(Expr left, Expr right) implements Expr {}

  /** A function of one number. */
  record Math1(MathFunction function, Expr operand) implements Expr {}

  /** A comparison. */
  record Compare(Comparison op, Expr left, Expr right) implements Expr {}

  /** Three-valued and. */
  record And(Expr left, Expr right) implements Expr {}

  /** Three-valued or. */
  record Or(Expr left, Expr right) implements Expr {}

  /** Three-valued not. */
  record Not(Expr operand) implements Expr {}

  /** Whether a value is null. */
  record IsNull(Expr operand) implements Expr {}

  /** The first operand that is not null. */
  record Coalesce(List<Expr> operands) implements Expr {}

  /** The result of the first branch whose condition is true, else {@code otherwise}. */
  record Case(List<Branch> branches, Expr otherwise) implements Expr {
    /** Adds a branch. */
    public Case when(Expr condition, Object result) {
      List<Branch> more = new java.util.ArrayList<>(branches);
      more.add(new Branch(condition, of(result)));
      return new Case(List.copyOf(more), otherwise);
    }

    /** The result where no condition is true; null without this. */
    public Case otherwise(Object result) {
      return new Case(branches, of(result));
    }
  }

  /** One branch of a {@link Case}. */
  record Branch(Expr condition, Expr result) {}

  /** Whether a value is among constants. */
  record In(Expr operand, List<Literal> values) implements Expr {}

  /** A conversion. */
  record Cast(Expr operand, DataType type) implements Expr {}

  /** Text to text. */
  record Text(TextFunction function, Expr operand) implements Expr {}

  /** Code points of text, bytes of binary. */
  record Length(Expr operand) implements Expr {}

  /** Whether text holds another. */
  record Match(TextMatch match, Expr text, Expr pattern) implements Expr {}

  /** Part of a text, from 1. */
  record Substring(Expr text, long start, long length) implements Expr {}

  /** Texts one after another. */
  record Concat(List<Expr> parts) implements Expr {}

  /** One part of a split text, from 0. */
  record SplitPart(Expr text, String separator, int index) implements Expr {}

  /**
   * All parts of a split text, a row each; only for {@code flatMap}. A null separator means white
   * space.
   */
  record Split(Expr text, String separator) implements Expr {}

  /** Part of an instant. */
  record Part(DatePart part, Expr instant) implements Expr {}

  /** The enclosing unit's begin. */
  record Truncate(DatePart unit, Expr instant) implements Expr {}

  /** A function of the user's. */
  record Call(ScalarFunction function, List<Expr> arguments) implements Expr {}

  /** An expression of anything: itself if it is one, else a literal. */
  static Expr of(Object value) {
    return value instanceof Expr expr ? expr : new Literal(value);
  }

  /** This under a name. */
  default Expr as(String name) {
    return new Named(this, name);
  }

  /** Sum; wraps modulo 2^64 on integers. */
  default Expr plus(Object other) {
    return new Math2(Arithmetic.ADD, this, of(other));
  }

  /** Difference. */
  default Expr minus(Object other) {
    return new Math2(Arithmetic.SUBTRACT, this, of(other));
  }

  /** Product. */
  default Expr multiply(Object other) {
    return new Math2(Arithmetic.MULTIPLY, this, of(other));
  }

  /** Quotient as a double, as Spark's; by IEEE 754 at zero. */
  default Expr divide(Object other) {
    return new Quotient(this, of(other));
  }

  /** Integer quotient, truncated toward zero; null at zero. */
  default Expr div(Object other) {
    return new Math2(Arithmetic.DIVIDE, this, of(other));
  }

  /** Remainder with the dividend's sign; null at integer zero. */
  default Expr mod(Object other) {
    return new Math2(Arithmetic.MODULO, this, of(other));
  }

  /** Minus this. */
  default Expr negate() {
    return new Math1(MathFunction.NEGATE, this);
  }

  /** Whether equal; null if either is null. */
  default Expr equalTo(Object other) {
    return new Compare(Comparison.EQUAL, this, of(other));
  }

  /** Whether different; null if either is null. */
  default Expr notEqual(Object other) {
    return new Compare(Comparison.NOT_EQUAL, this, of(other));
  }

  /** Whether less. */
  default Expr lt(Object other) {
    return new Compare(Comparison.LESS, this, of(other));
  }

  /** Whether less or equal. */
  default Expr leq(Object other) {
    return new Compare(Comparison.LESS_OR_EQUAL, this, of(other));
  }

  /** Whether greater. */
  default Expr gt(Object other) {
    return new Compare(Comparison.GREATER, this, of(other));
  }

  /** Whether greater or equal. */
  default Expr geq(Object other) {
    return new Compare(Comparison.GREATER_OR_EQUAL, this, of(other));
  }

  /** Three-valued and. */
  default Expr and(Expr other) {
    return new And(this, other);
  }

  /** Three-valued or. */
  default Expr or(Expr other) {
    return new Or(this, other);
  }

  /** Whether null. */
  default Expr isNull() {
    return new IsNull(this);
  }

  /** Whether not null. */
  default Expr isNotNull() {
    return new Not(new IsNull(this));
  }

  /** Whether equal to one of the constants. */
  default Expr isin(Object... values) {
    return new In(this, java.util.Arrays.stream(values).map(Literal::new).toList());
  }

  /** Whether within both bounds, which belong to it. */
  default Expr between(Object low, Object high) {
    return geq(low).and(leq(high));
  }

  /** Conversion to a type. */
  default Expr cast(DataType type) {
    return new Cast(this, type);
  }

  /** Whether text holds another. */
  default Expr contains(Object other) {
    return new Match(TextMatch.CONTAINS, this, of(other));
  }

  /** Whether text begins with another. */
  default Expr startsWith(Object other) {
    return new Match(TextMatch.STARTS_WITH, this, of(other));
  }

  /** Whether text ends with another. */
  default Expr endsWith(Object other) {
    return new Match(TextMatch.ENDS_WITH, this, of(other));
  }

  /**
   * Code points from {@code start}, counted from 1 (negative: from the end), at most {@code
   * length}.
   */
  default Expr substr(long start, long length) {
    return new Substring(this, start, length);
  }
}
