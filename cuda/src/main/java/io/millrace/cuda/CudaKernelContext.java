package io.millrace.cuda;

import static io.millrace.cuda.DeviceOperands.any;
import static io.millrace.cuda.DeviceOperands.bools;
import static io.millrace.cuda.DeviceOperands.bytes;
import static io.millrace.cuda.DeviceOperands.longs;
import static io.millrace.cuda.DeviceOperands.sameLength;
import static io.millrace.cuda.DeviceOperands.selection;
import static io.millrace.cuda.DeviceOperands.staged;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.host.HostKernels;
import io.millrace.cuda.load.ColumnLoader;
import io.millrace.cuda.load.Literals;
import io.millrace.cuda.vec.DeviceVec;
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
import java.util.List;

/** The kernels of one device: checks operands and hands them to the kernel. */
final class CudaKernelContext implements KernelContext {
  private final CudaDevice device;
  private final HostKernels host;
  private final ColumnLoader loader;
  private final Literals literals;

  CudaKernelContext(CudaDevice device, HostKernels host) {
    this.device = device;
    this.host = host;
    this.loader = new ColumnLoader(device);
    this.literals = new Literals(device);
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
    return host.apply((cpu, in) -> cpu.arithmetic(op, type, in[0], in[1]), any(a), any(b));
  }

  @Override
  public Vec math(MathFunction function, Vec a) {
    return host.apply((cpu, in) -> cpu.math(function, in[0]), any(a));
  }

  @Override
  public Vec compare(Comparison op, Vec a, Vec b) {
    sameLength(a, b);
    return host.apply((cpu, in) -> cpu.compare(op, in[0], in[1]), any(a), any(b));
  }

  @Override
  public Vec and(Vec a, Vec b) {
    sameLength(a, b);
    return host.apply((cpu, in) -> cpu.and(in[0], in[1]), any(a), any(b));
  }

  @Override
  public Vec or(Vec a, Vec b) {
    sameLength(a, b);
    return host.apply((cpu, in) -> cpu.or(in[0], in[1]), any(a), any(b));
  }

  @Override
  public Vec not(Vec a) {
    return host.apply((cpu, in) -> cpu.not(in[0]), any(a));
  }

  @Override
  public Vec isNull(Vec a) {
    return host.apply((cpu, in) -> cpu.isNull(in[0]), any(a));
  }

  @Override
  public Vec choose(Vec condition, Vec then, Vec otherwise) {
    sameLength(condition, then);
    sameLength(condition, otherwise);
    return host.apply(
        (cpu, in) -> cpu.choose(in[0], in[1], in[2]), any(condition), any(then), any(otherwise));
  }

  @Override
  public Vec in(Vec a, List<Object> values) {
    return host.apply((cpu, in) -> cpu.in(in[0], values), any(a));
  }

  @Override
  public Vec cast(Vec a, DataType to) {
    return host.apply((cpu, in) -> cpu.cast(in[0], to), any(a));
  }

  @Override
  public Vec text(TextFunction function, Vec a) {
    return host.apply((cpu, in) -> cpu.text(function, in[0]), any(a));
  }

  @Override
  public Vec length(Vec a) {
    return host.apply((cpu, in) -> cpu.length(in[0]), any(a));
  }

  @Override
  public Vec match(TextMatch match, Vec text, Vec pattern) {
    sameLength(text, pattern);
    return host.apply((cpu, in) -> cpu.match(match, in[0], in[1]), any(text), any(pattern));
  }

  @Override
  public Vec substring(Vec text, long start, long length) {
    return host.apply((cpu, in) -> cpu.substring(in[0], start, length), any(text));
  }

  @Override
  public Vec concat(Vec... parts) {
    DeviceVec[] operands = new DeviceVec[parts.length];
    for (int i = 0; i < parts.length; i++) {
      operands[i] = any(parts[i]);
    }
    return host.apply((cpu, in) -> cpu.concat(in), operands);
  }

  @Override
  public Vec datePart(DatePart part, Vec instant) {
    return host.apply((cpu, in) -> cpu.datePart(part, in[0]), any(instant));
  }

  @Override
  public Vec truncate(DatePart unit, Vec instant) {
    return host.apply((cpu, in) -> cpu.truncate(unit, in[0]), any(instant));
  }

  @Override
  public Selection select(Vec mask) {
    return host.select(bools(mask));
  }

  @Override
  public Vec gather(Vec a, Selection selection) {
    return host.gather(any(a), selection(selection));
  }

  @Override
  public Vec slice(Vec a, int from, int length) {
    return host.apply((cpu, in) -> cpu.slice(in[0], from, length), any(a));
  }

  @Override
  public Exploded split(Vec text, byte[] separator) {
    return host.split(bytes(text), separator);
  }

  @Override
  public Vec splitPart(Vec text, byte[] separator, int index) {
    return host.apply((cpu, in) -> cpu.splitPart(in[0], separator, index), bytes(text));
  }

  @Override
  public LongRange range(Vec longs) {
    return host.range(longs(longs));
  }
}
