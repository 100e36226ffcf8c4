package io.millrace.kernels;

import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.op.Comparison;
import io.millrace.kernels.op.DatePart;
import io.millrace.kernels.op.MathFunction;
import io.millrace.kernels.op.TextFunction;
import io.millrace.kernels.op.TextMatch;
import io.millrace.kernels.types.DataType;
import java.util.List;

/**
 * One worker's kernels. Each call takes vectors of one length and makes new ones in the context's
 * scratch memory, which {@link #reset()} takes back at once.
 *
 * <p>Semantics, the same on every backend:
 *
 * <ul>
 *   <li>A null operand gives null, but for {@link #and}, {@link #or} (three-valued), {@link
 *       #isNull}, {@link #choose} and {@link #in}.
 *   <li>Integer arithmetic is 64-bit and wraps modulo 2^64. Division by integer zero gives null and
 *       is counted.
 *   <li>Comparisons order doubles totally: NaN equals NaN and is greater than all else, -0.0 equals
 *       0.0. Text and binary are ordered by unsigned bytes, {@code UINT64} as unsigned, {@code
 *       false} before {@code true}.
 *   <li>Operand types were made to agree by the planner: both sides of a comparison or choice have
 *       the same lane, and for instants and durations the same unit. A breach is an {@link
 *       io.millrace.error.InternalException}.
 * </ul>
 *
 * <p>Not thread-safe: used by its worker's thread alone. Nothing here blocks unless it says so.
 */
public interface KernelContext {
  /** This worker's number, from 0 to {@link Backend#workers()} exclusive. */
  int worker();

  /** Ends the life of all vectors and selections made so far, literals included. */
  void reset();

  /**
   * Rows {@code from} to {@code from + length} of a staged column, widened into its lane,
   * dictionaries decoded.
   */
  Vec load(StagedBatch batch, int column, int from, int length);

  /**
   * One value in every row.
   *
   * @param value a {@code Long} for the long lane, {@code Double}, {@code Boolean}, {@code byte[]}
   *     for bytes, or null
   */
  Vec literal(DataType type, Object value, int length);

  /**
   * Arithmetic on two long lanes or two double lanes.
   *
   * @param type the result's type, of the operands' lane. {@code UINT64} makes division and order
   *     unsigned. What a narrower type than the lane cannot hold wraps into it; {@code FLOAT32} is
   *     rounded.
   */
  Vec arithmetic(Arithmetic op, DataType type, Vec a, Vec b);

  /**
   * A function of one number; the result has the type that {@link MathFunction#resultType} says.
   */
  Vec math(MathFunction function, Vec a);

  /** A boolean; the operands are of one lane. Unsigned order if either is {@code UINT64}. */
  Vec compare(Comparison op, Vec a, Vec b);

  /** Three-valued: false if either is false, else null if either is null. */
  Vec and(Vec a, Vec b);

  /** Three-valued: true if either is true, else null if either is null. */
  Vec or(Vec a, Vec b);

  /** Three-valued: null stays null. */
  Vec not(Vec a);

  /** True where null; never null itself. */
  Vec isNull(Vec a);

  /**
   * {@code then} where the condition is true, {@code otherwise} where it is false or null. The
   * result has their type; where the kinds differ, the lane's widest: {@code INT64} ({@code UINT64}
   * if either is), {@code FLOAT64}, the large kind of text or binary.
   */
  Vec choose(Vec condition, Vec then, Vec otherwise);

  /**
   * Whether a value is among a set, as SQL's IN: null if the value is null, or if it is not found
   * and the set holds a null. Doubles are equal as in {@link #compare}.
   *
   * @param values as in {@link #literal}, one list for the whole query (backends may cache by its
   *     identity)
   */
  Vec in(Vec a, List<Object> values);

  /**
   * Conversion. Numbers to narrower ones: out of range gives null and is counted; floating to
   * integer truncates toward zero (NaN gives null, counted). Text to other types: surrounding white
   * space is ignored; what does not parse gives null and is counted. Anything to text: as {@code
   * docs/semantics.md} says, which also has the table of the pairs that convert; any other pair is
   * a breach. Instants and durations convert between units, toward the past; to and from integers
   * by their raw value.
   */
  Vec cast(Vec a, DataType to);

  /** Text to text. Bytes that are not UTF-8 become U+FFFD where letters are mapped. */
  Vec text(TextFunction function, Vec a);

  /**
   * The number of code points of text, of bytes of binary; {@code INT64}. Any byte that does not
   * continue a code point counts as one.
   */
  Vec length(Vec a);

  /** Whether text holds, begins or ends with another, row by row. */
  Vec match(TextMatch match, Vec text, Vec pattern);

  /**
   * Code points (bytes for binary) from {@code start}, counted from 1, negative from the end, 0 as
   * 1; at most {@code length}, none if that is below 1. A window: what of it lies before the first
   * or behind the last is cut off.
   */
  Vec substring(Vec text, long start, long length);

  /**
   * The bytes of at least one operand one after another; null if any is null. Of a large kind if
   * one operand is.
   */
  Vec concat(Vec... parts);

  /** A part of an instant, {@code INT64}. Timestamps with a zone are read in that zone. */
  Vec datePart(DatePart part, Vec instant);

  /**
   * The instant at which the enclosing year, month, …, second began, same type. Zones as in {@link
   * #datePart}; a beginning that comes twice is the one in the instant's own offset, where that
   * stood then, else the earlier. A beginning before the type's least value wraps.
   *
   * @param unit one that {@link DatePart#truncates()}
   */
  Vec truncate(DatePart unit, Vec instant);

  /**
   * Positions of the rows where {@code mask} is true (not false, not null), ascending. Blocks for
   * the count.
   */
  Selection select(Vec mask);

  /** The rows at the selected positions. */
  Vec gather(Vec a, Selection selection);

  /** Rows {@code from} to {@code from + length} of a vector; may share memory with it. */
  Vec slice(Vec a, int from, int length);

  /**
   * Splits each text at each occurrence of the separator, empty parts left out; a null text has no
   * parts. The result may be longer than a chunk. Blocks for the count.
   *
   * @param separator at least one byte; null means runs of ASCII white space (space, \t, \n, \v,
   *     \f, \r)
   */
  Exploded split(Vec text, byte[] separator);

  /**
   * The {@code index}-th part, from 0, of each text split at the separator, empty parts kept; null
   * if there is none.
   *
   * @param separator as in {@link #split}; at white space there are no empty parts
   */
  Vec splitPart(Vec text, byte[] separator, int index);

  /** Least and greatest value of a long lane, in signed order whatever its type. Blocks. */
  LongRange range(Vec longs);
}
