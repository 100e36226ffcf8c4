package io.millrace.bench.memory;

import io.millrace.bench.compare.Contender;
import io.millrace.bench.compare.Measurement;
import io.millrace.bench.compare.ResultDigest;
import io.millrace.bench.compare.Role;
import io.millrace.bench.compare.Workload;
import io.millrace.bench.data.Dataset.Region;
import io.millrace.kernels.memory.Raw;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The rate at which the data set's bytes can be read: the sum of all columns as 64-bit words, by
 * the workload's number of threads. No query can be faster.
 */
public final class MemoryReadRate implements Contender {
  private static final int PIECE = 1 << 20;

  private final List<Region> pieces = new ArrayList<>();
  private ExecutorService workers;
  private int threads;

  @Override
  public String name() {
    return "memory-read";
  }

  @Override
  public Role role() {
    return Role.BOUND;
  }

  @Override
  public String version() {
    return "sum of all columns";
  }

  @Override
  public void prepare(Workload workload) {
    for (Region region : workload.data().regions()) {
      for (long at = 0; at < region.bytes(); at += PIECE) {
        pieces.add(new Region(region.address() + at, Math.min(PIECE, region.bytes() - at)));
      }
    }
    threads = workload.threads();
    workers = Executors.newFixedThreadPool(threads);
  }

  @Override
  public Measurement run() throws Exception {
    AtomicInteger next = new AtomicInteger();
    List<Callable<Long>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      tasks.add(() -> sumPieces(next));
    }
    long start = System.nanoTime();
    long sum = 0;
    for (Future<Long> part : workers.invokeAll(tasks)) {
      sum += part.get();
    }
    long nanos = System.nanoTime() - start;
    return new Measurement(nanos, new ResultDigest(0, sum));
  }

  private long sumPieces(AtomicInteger next) {
    long sum = 0;
    for (int i = next.getAndIncrement(); i < pieces.size(); i = next.getAndIncrement()) {
      Region piece = pieces.get(i);
      sum += sumWords(piece.address(), (int) (piece.bytes() / Long.BYTES));
    }
    return sum;
  }

  /** Adds four words at a time, so that no addition waits for the one before. */
  private static long sumWords(long address, int words) {
    long a = 0;
    long b = 0;
    long c = 0;
    long d = 0;
    int i = 0;
    for (; i + 3 < words; i += 4) {
      long at = address + 8L * i;
      a += Raw.getLong(at);
      b += Raw.getLong(at + 8);
      c += Raw.getLong(at + 16);
      d += Raw.getLong(at + 24);
    }
    for (; i < words; i++) {
      a += Raw.getLong(address + 8L * i);
    }
    return a + b + c + d;
  }

  @Override
  public void close() {
    if (workers != null) {
      workers.shutdownNow();
    }
  }
}
