package io.millrace.kernels.cpu;

import static io.millrace.kernels.cpu.Operands.any;
import static io.millrace.kernels.cpu.Operands.bools;
import static io.millrace.kernels.cpu.Operands.bytes;
import static io.millrace.kernels.cpu.Operands.doubles;
import static io.millrace.kernels.cpu.Operands.instant;
import static io.millrace.kernels.cpu.Operands.longs;
import static io.millrace.kernels.cpu.Operands.sameLength;
import static io.millrace.kernels.cpu.Operands.selection;
import static io.millrace.kernels.cpu.Operands.utf8;

import io.millrace.error.InternalException;
import io.millrace.kernels.Exploded;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.LongRange;
import io.millrace.kernels.Selection;
import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.ValueErrors;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.cpu.arithmetic.DoubleArithmetic;
import io.millrace.kernels.cpu.arithmetic.LongArithmetic;
import io.millrace.kernels.cpu.arithmetic.MathKernels;
import io.millrace.kernels.cpu.cast.CastKernels;
import io.millrace.kernels.cpu.compare.CompareKernels;
import io.millrace.kernels.cpu.load.ColumnLoader;
import io.millrace.kernels.cpu.load.Literal;
import io.millrace.kernels.cpu.logic.ThreeValued;
import io.millrace.kernels.cpu.membership.Membership;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.select.Choose;
import io.millrace.kernels.cpu.select.Gather;
import io.millrace.kernels.cpu.select.Range;
import io.millrace.kernels.cpu.select.Select;
import io.millrace.kernels.cpu.select.Slice;
import io.millrace.kernels.cpu.split.Split;
import io.millrace.kernels.cpu.split.SplitPart;
import io.millrace.kernels.cpu.text.Matcher;
import io.millrace.kernels.cpu.text.Substring;
import io.millrace.kernels.cpu.text.TextKernels;
import io.millrace.kernels.cpu.time.DateParts;
import io.millrace.kernels.cpu.time.Truncation;
import io.millrace.kernels.cpu.time.Zones;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.work.ErrorTally;
import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.op.Comparison;
import io.millrace.kernels.op.DatePart;
import io.millrace.kernels.op.MathFunction;
import io.millrace.kernels.op.TextFunction;
import io.millrace.kernels.op.TextMatch;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Lane;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One worker's kernels: checks operands and hands them to the kernel, with the worker's scratch
 * memory.
 */
final class CpuKernelContext implements KernelContext, AutoCloseable {
  private final int worker;
  private final Scratch scratch;
  private final ErrorTally errors = new ErrorTally();
  private final Zones zones = new Zones();
  private final CastKernels casts;
  private final Membership membership;

  CpuKernelContext(int worker, BufferAllocator allocator) {
    this.worker = worker;
    this.scratch = new Scratch(allocator);
    this.casts = new CastKernels(scratch, errors, zones);
    this.membership = new Membership(allocator);
  }

  ValueErrors valueErrors() {
    return errors.read();
  }

  @Override
  public int worker() {
    return worker;
  }

  @Override
  public void reset() {
    scratch.reset();
  }

  @Override
  public Vec load(StagedBatch batch, int column, int from, int length) {
    Column host = ((CpuStagedBatch) batch).batch().column(column);
    if (from < 0 || length < 0 || (long) from + length > host.length()) {
      throw new InternalException(
          "Loaded rows must lie within the batch: from="
              + from
              + ", length="
              + length
              + ", rows="
              + host.length()
              + ".");
    }
    return ColumnLoader.load(scratch, host, from, length);
  }

  @Override
  public Vec literal(DataType type, Object value, int length) {
    return Literal.of(scratch, type, value, length);
  }

  @Override
  public Vec arithmetic(Arithmetic op, DataType type, Vec a, Vec b) {
    sameLength(a, b);
    return type.lane() == Lane.DOUBLE
        ? DoubleArithmetic.compute(scratch, op, type, doubles(a), doubles(b))
        : LongArithmetic.compute(scratch, errors, op, type, longs(a), longs(b));
  }

  @Override
  public Vec math(MathFunction function, Vec a) {
    return a.type().lane() == Lane.DOUBLE
        ? MathKernels.compute(scratch, function, doubles(a))
        : MathKernels.compute(scratch, function, longs(a));
  }

  @Override
  public Vec compare(Comparison op, Vec a, Vec b) {
    sameLength(a, b);
    return CompareKernels.compare(scratch, op, any(a), any(b));
  }

  @Override
  public Vec and(Vec a, Vec b) {
    sameLength(a, b);
    return ThreeValued.and(scratch, bools(a), bools(b));
  }

  @Override
  public Vec or(Vec a, Vec b) {
    sameLength(a, b);
    return ThreeValued.or(scratch, bools(a), bools(b));
  }

  @Override
  public Vec not(Vec a) {
    return ThreeValued.not(scratch, bools(a));
  }

  @Override
  public Vec isNull(Vec a) {
    return ThreeValued.isNull(scratch, any(a));
  }

  @Override
  public Vec choose(Vec condition, Vec then, Vec otherwise) {
    sameLength(condition, then);
    sameLength(condition, otherwise);
    return Choose.choose(scratch, bools(condition), any(then), any(otherwise));
  }

  @Override
  public Vec in(Vec a, List<Object> values) {
    return membership.in(scratch, any(a), values);
  }

  @Override
  public Vec cast(Vec a, DataType to) {
    return casts.cast(any(a), to);
  }

  @Override
  public Vec text(TextFunction function, Vec a) {
    return TextKernels.apply(scratch, function, utf8(a));
  }

  @Override
  public Vec length(Vec a) {
    return TextKernels.length(scratch, bytes(a));
  }

  @Override
  public Vec match(TextMatch match, Vec text, Vec pattern) {
    sameLength(text, pattern);
    return Matcher.match(scratch, match, bytes(text), bytes(pattern));
  }

  @Override
  public Vec substring(Vec text, long start, long length) {
    return Substring.substring(scratch, bytes(text), start, length);
  }

  @Override
  public Vec concat(Vec... parts) {
    BytesVec[] operands = new BytesVec[parts.length];
    for (int i = 0; i < parts.length; i++) {
      sameLength(parts[0], parts[i]);
      operands[i] = bytes(parts[i]);
    }
    return TextKernels.concat(scratch, operands);
  }

  @Override
  public Vec datePart(DatePart part, Vec instant) {
    return DateParts.part(scratch, zones, part, instant(instant));
  }

  @Override
  public Vec truncate(DatePart unit, Vec instant) {
    return Truncation.truncate(scratch, zones, unit, instant(instant));
  }

  @Override
  public Selection select(Vec mask) {
    return Select.select(scratch, bools(mask));
  }

  @Override
  public Vec gather(Vec a, Selection selection) {
    return Gather.gather(scratch, any(a), selection(selection));
  }

  @Override
  public Vec slice(Vec a, int from, int length) {
    if (from < 0 || length < 0 || (long) from + length > a.length()) {
      throw new InternalException(
          "A slice must lie within its vector: from="
              + from
              + ", length="
              + length
              + ", rows="
              + a.length()
              + ".");
    }
    return Slice.slice(scratch, any(a), from, length);
  }

  @Override
  public Exploded split(Vec text, byte[] separator) {
    requireSeparator(separator);
    return Split.split(scratch, bytes(text), separator);
  }

  @Override
  public Vec splitPart(Vec text, byte[] separator, int index) {
    requireSeparator(separator);
    return SplitPart.splitPart(scratch, bytes(text), separator, index);
  }

  private static void requireSeparator(byte[] separator) {
    if (separator != null && separator.length == 0) {
      throw new InternalException("A separator has at least one byte: length=0.");
    }
  }

  @Override
  public LongRange range(Vec longs) {
    return Range.of(longs(longs));
  }

  @Override
  public void close() {
    membership.close();
    scratch.close();
  }
}
