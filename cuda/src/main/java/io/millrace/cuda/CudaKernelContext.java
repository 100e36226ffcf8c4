package io.millrace.cuda;

import static io.millrace.cuda.DeviceOperands.any;
import static io.millrace.cuda.DeviceOperands.bools;
import static io.millrace.cuda.DeviceOperands.bytes;
import static io.millrace.cuda.DeviceOperands.doubles;
import static io.millrace.cuda.DeviceOperands.instant;
import static io.millrace.cuda.DeviceOperands.longs;
import static io.millrace.cuda.DeviceOperands.sameLength;
import static io.millrace.cuda.DeviceOperands.selection;
import static io.millrace.cuda.DeviceOperands.staged;
import static io.millrace.cuda.DeviceOperands.utf8;

import io.millrace.cuda.arithmetic.DoubleArithmetic;
import io.millrace.cuda.arithmetic.LongArithmetic;
import io.millrace.cuda.arithmetic.MathKernels;
import io.millrace.cuda.cast.CastKernels;
import io.millrace.cuda.compare.Compare;
import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.host.HostKernels;
import io.millrace.cuda.load.ColumnLoader;
import io.millrace.cuda.load.Literals;
import io.millrace.cuda.logic.ThreeValued;
import io.millrace.cuda.membership.Membership;
import io.millrace.cuda.select.Choose;
import io.millrace.cuda.select.Gather;
import io.millrace.cuda.select.Range;
import io.millrace.cuda.select.Select;
import io.millrace.cuda.select.Slice;
import io.millrace.cuda.text.Concat;
import io.millrace.cuda.text.LetterCase;
import io.millrace.cuda.text.Split;
import io.millrace.cuda.text.SplitPart;
import io.millrace.cuda.text.TextKernels;
import io.millrace.cuda.time.DateParts;
import io.millrace.cuda.time.DeviceZones;
import io.millrace.cuda.time.Truncation;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.kernels.Exploded;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.LongRange;
import io.millrace.kernels.Selection;
import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.Vec;
import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.op.Comparison;
import io.millrace.kernels.op.DatePart;
import io.millrace.kernels.op.MathFunction;
import io.millrace.kernels.op.TextFunction;
import io.millrace.kernels.op.TextMatch;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Lane;
import java.util.List;

/** The kernels of one device: checks operands and hands them to the kernel. */
final class CudaKernelContext implements KernelContext, AutoCloseable {
  private final CudaDevice device;
  private final ColumnLoader loader;
  private final Literals literals;
  private final LongArithmetic longArithmetic;
  private final DoubleArithmetic doubleArithmetic;
  private final MathKernels math;
  private final Compare compare;
  private final ThreeValued logic;
  private final Choose choose;
  private final Select select;
  private final Gather gather;
  private final Slice slice;
  private final Range range;
  private final DeviceZones zones;
  private final DateParts dateParts;
  private final Truncation truncation;
  private final CastKernels casts;
  private final Membership membership;
  private final TextKernels texts;
  private final LetterCase letterCase;
  private final Concat concat;
  private final Split split;
  private final SplitPart splitPart;

  CudaKernelContext(CudaDevice device, HostKernels host) {
    this.device = device;
    this.loader = new ColumnLoader(device);
    this.literals = new Literals(device);
    this.longArithmetic = new LongArithmetic(device);
    this.doubleArithmetic = new DoubleArithmetic(device);
    this.math = new MathKernels(device);
    this.compare = new Compare(device);
    this.logic = new ThreeValued(device);
    this.choose = new Choose(device);
    this.select = new Select(device);
    this.gather = new Gather(device);
    this.slice = new Slice(device);
    this.range = new Range(device);
    this.zones = new DeviceZones(device);
    this.dateParts = new DateParts(device, zones);
    this.truncation = new Truncation(device, zones);
    this.casts = new CastKernels(device, zones, host);
    this.membership = new Membership(device);
    this.texts = new TextKernels(device);
    this.letterCase = new LetterCase(device, host);
    this.concat = new Concat(device);
    this.split = new Split(device);
    this.splitPart = new SplitPart(device);
  }

  @Override
  public int worker() {
    return 0;
  }

  @Override
  public void reset() {
    device.scratch().reset();
  }

  @Override
  public Vec load(StagedBatch batch, int column, int from, int length) {
    return loader.load(staged(batch), column, from, length);
  }

  @Override
  public Vec literal(DataType type, Object value, int length) {
    return literals.of(type, value, length);
  }

  @Override
  public Vec arithmetic(Arithmetic op, DataType type, Vec a, Vec b) {
    sameLength(a, b);
    return type.lane() == Lane.DOUBLE
        ? doubleArithmetic.compute(op, type, doubles(a), doubles(b))
        : longArithmetic.compute(op, type, longs(a), longs(b));
  }

  @Override
  public Vec math(MathFunction function, Vec a) {
    return a.type().lane() == Lane.DOUBLE
        ? math.compute(function, doubles(a))
        : math.compute(function, longs(a));
  }

  @Override
  public Vec compare(Comparison op, Vec a, Vec b) {
    sameLength(a, b);
    return compare.compare(op, any(a), any(b));
  }

  @Override
  public Vec and(Vec a, Vec b) {
    sameLength(a, b);
    return logic.and(bools(a), bools(b));
  }

  @Override
  public Vec or(Vec a, Vec b) {
    sameLength(a, b);
    return logic.or(bools(a), bools(b));
  }

  @Override
  public Vec not(Vec a) {
    return logic.not(bools(a));
  }

  @Override
  public Vec isNull(Vec a) {
    return logic.isNull(any(a));
  }

  @Override
  public Vec choose(Vec condition, Vec then, Vec otherwise) {
    sameLength(condition, then);
    sameLength(condition, otherwise);
    return choose.choose(bools(condition), any(then), any(otherwise));
  }

  @Override
  public Vec in(Vec a, List<Object> values) {
    return membership.in(any(a), values);
  }

  @Override
  public Vec cast(Vec a, DataType to) {
    return casts.cast(any(a), to);
  }

  @Override
  public Vec text(TextFunction function, Vec a) {
    return switch (function) {
      case LOWER, UPPER -> letterCase.map(function, utf8(a));
      case TRIM -> texts.trim(utf8(a));
    };
  }

  @Override
  public Vec length(Vec a) {
    return texts.length(bytes(a));
  }

  @Override
  public Vec match(TextMatch match, Vec text, Vec pattern) {
    sameLength(text, pattern);
    return texts.match(match, bytes(text), bytes(pattern));
  }

  @Override
  public Vec substring(Vec text, long start, long length) {
    return texts.substring(bytes(text), start, length);
  }

  @Override
  public Vec concat(Vec... parts) {
    DeviceBytes[] operands = new DeviceBytes[parts.length];
    for (int i = 0; i < parts.length; i++) {
      sameLength(parts[0], parts[i]);
      operands[i] = bytes(parts[i]);
    }
    return concat.concat(operands);
  }

  @Override
  public Vec datePart(DatePart part, Vec instant) {
    return dateParts.part(part, instant(instant));
  }

  @Override
  public Vec truncate(DatePart unit, Vec instant) {
    return truncation.truncate(unit, instant(instant));
  }

  @Override
  public Selection select(Vec mask) {
    return select.select(bools(mask));
  }

  @Override
  public Vec gather(Vec a, Selection selection) {
    return gather.gather(any(a), selection(selection));
  }

  @Override
  public Vec slice(Vec a, int from, int length) {
    return slice.slice(any(a), from, length);
  }

  @Override
  public Exploded split(Vec text, byte[] separator) {
    return split.split(bytes(text), separator);
  }

  @Override
  public Vec splitPart(Vec text, byte[] separator, int index) {
    return splitPart.part(bytes(text), separator, index);
  }

  @Override
  public LongRange range(Vec longs) {
    return range.of(longs(longs));
  }

  /** Gives back what was kept for the context's life; no kernel is queued any more. */
  @Override
  public void close() {
    membership.close();
    zones.close();
  }
}
