package io.millrace.bench.device;

import io.millrace.bench.device.Cell.Rate;
import io.millrace.bench.device.Cell.Unit;
import io.millrace.kernels.batch.Batch;
import java.util.List;

/** Cases on the CPU and on the GPU in turns, over the same rows, results compared. */
final class KernelTimings {
  private final int rounds;
  private final Side cpu;
  private final Side gpu;
  private final Rate copyRate;
  private int differences;

  /** {@code copyRate} is that of the device's memory. */
  KernelTimings(int rounds, Side cpu, Side gpu, Rate copyRate) {
    this.rounds = rounds;
    this.cpu = cpu;
    this.gpu = gpu;
    this.copyRate = copyRate;
  }

  /** In how many cases the devices gave different results. */
  int differences() {
    return differences;
  }

  /** Runs all cases over one batch. */
  Section run(String title, String words, List<TimedCase> cases, Batch batch) {
    Section section =
        new Section(
            title,
            String.format(
                "%s %,d rows. Million rows a second, median (least to greatest) of %d rounds.",
                words, batch.rows(), rounds),
            List.of(
                "work",
                "results",
                "GPU, in place",
                "GB/s",
                "of memory's rate",
                "CPU, in place",
                "GPU to CPU",
                "GPU, from host to host",
                "CPU, from host to host",
                "GPU to CPU, from host to host"));
    for (TimedCase each : cases) {
      section.add(row(each, batch));
    }
    return section;
  }

  private List<Cell> row(TimedCase timed, Batch batch) {
    double[][] nanos = new double[4][rounds];
    long bytes = timed.bytes(batch);
    boolean same;
    try (Pass onGpu = timed.opening().open(gpu, batch);
        Pass onCpu = timed.opening().open(cpu, batch)) {
      bytes += resultBytes(onCpu);
      same = agree(timed, onGpu, onCpu);
      for (int warmUp = 0; warmUp < 2; warmUp++) {
        onGpu.inPlace();
        onCpu.inPlace();
      }
      for (int round = 0; round < rounds; round++) {
        nanos[0][round] = onGpu.inPlace();
        nanos[1][round] = onCpu.inPlace();
        nanos[2][round] = whole(onGpu);
        nanos[3][round] = whole(onCpu);
      }
      same &= agree(timed, onGpu, onCpu);
    }
    differences += same ? 0 : 1;
    Rounds gpuInPlace = new Rounds(nanos[0]);
    Rounds cpuInPlace = new Rounds(nanos[1]);
    Rounds gpuWhole = new Rounds(nanos[2]);
    Rounds cpuWhole = new Rounds(nanos[3]);
    Rate moved = new Rate(bytes, Unit.GB_PER_SECOND, gpuInPlace);
    return List.of(
        new Cell.Text(timed.name()),
        new Cell.Text(same ? "same" : "**different**"),
        rows(batch, gpuInPlace),
        moved,
        new Cell.Share(moved, copyRate),
        rows(batch, cpuInPlace),
        new Cell.Ratio(cpuInPlace, gpuInPlace),
        rows(batch, gpuWhole),
        rows(batch, cpuWhole),
        new Cell.Ratio(cpuWhole, gpuWhole));
  }

  private static Cell rows(Batch batch, Rounds rounds) {
    return new Rate(batch.rows(), Unit.MILLION_ROWS_PER_SECOND, rounds);
  }

  private static double whole(Pass pass) {
    try (Pass.Whole whole = pass.whole()) {
      return whole.nanos();
    }
  }

  private static boolean agree(TimedCase timed, Pass onGpu, Pass onCpu) {
    try (Pass.Whole gpu = onGpu.whole();
        Pass.Whole cpu = onCpu.whole()) {
      return timed.agreement().same(gpu.results(), cpu.results());
    }
  }

  private static long resultBytes(Pass pass) {
    try (Pass.Whole whole = pass.whole()) {
      return whole.results().stream()
          .flatMap(batch -> batch.columns().stream())
          .mapToLong(ManyColumns::bytes)
          .sum();
    }
  }
}
