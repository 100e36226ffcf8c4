package io.millrace.cuda.launch;

import io.millrace.cuda.driver.CudaContext;
import io.millrace.cuda.driver.CudaModule;
import io.millrace.cuda.driver.CudaStream;
import io.millrace.cuda.driver.KernelLaunch;
import io.millrace.error.InternalException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Launches kernels on one stream. A file is loaded at its first use; a kernel's block of arguments
 * is made at its first launch and kept.
 *
 * <p>Arguments are 64-bit cells: device addresses, longs, bits of doubles; of an argument that is
 * narrower the low bytes count.
 *
 * <p>For one thread at a time.
 */
public final class Kernels implements AutoCloseable {
  /** Threads of a block, as {@code rows.cuh} has it. */
  public static final int THREADS = 256;

  /** Rows that make a block of {@link #overTiles} worth its while. */
  private static final int TILE = 1 << 13;

  /** Blocks a multiprocessor that keep it busy; more rows are strided over. */
  private static final int BLOCKS_A_PROCESSOR = 16;

  private final CudaContext context;
  private final CudaStream stream;
  private final int mostBlocks;
  private final int runningBlocks;
  private final Map<KernelFile, CudaModule> modules = new EnumMap<>(KernelFile.class);
  private final Map<String, KernelLaunch> launches = new HashMap<>();

  /** No kernel is loaded yet; each multiprocessor runs so many threads at once. */
  public Kernels(CudaContext context, CudaStream stream, int multiprocessors, int threads) {
    this.context = context;
    this.stream = stream;
    this.mostBlocks = BLOCKS_A_PROCESSOR * multiprocessors;
    this.runningBlocks = Math.max(1, threads / THREADS) * multiprocessors;
  }

  /** The stream that kernels are queued on. */
  public CudaStream stream() {
    return stream;
  }

  /**
   * Queues a kernel with a thread a row; its first parameter is the number of rows, the others are
   * the arguments. Does nothing without rows.
   */
  public void overRows(KernelFile file, String kernel, int rows, long... arguments) {
    overThreads(file, kernel, rows, rows, arguments);
  }

  /**
   * As {@link #overRows}, with fewer blocks of more rows each: for kernels whose blocks begin and
   * end with work of their own.
   */
  public void overTiles(KernelFile file, String kernel, int rows, long... arguments) {
    if (rows > 0) {
      int blocks = Math.min(mostBlocks / 4, (rows + TILE - 1) / TILE);
      launch(file, kernel, Math.max(1, blocks), THREADS, 0, rows, arguments);
    }
  }

  /**
   * As {@link #overRows}, with eight rows a thread: for kernels that do little for a row beside
   * what a thread does before its first. All blocks run at once, so that they move over the rows
   * together: what rows beside one another need is needed at about the same time.
   */
  public void inEights(KernelFile file, String kernel, int rows, long... arguments) {
    if (rows > 0) {
      int blocks = (int) Math.min(runningBlocks, (rows + 8L * THREADS - 1) / (8 * THREADS));
      launch(file, kernel, blocks, THREADS, 0, rows, arguments);
    }
  }

  /** As {@link #overRows}, with a warp a row. */
  public void overWarps(KernelFile file, String kernel, int rows, long... arguments) {
    overThreads(file, kernel, 32L * rows, rows, arguments);
  }

  /** As {@link #overRows}, with a thread a word of the rows' bitmap. */
  public void overBitmap(KernelFile file, String kernel, int rows, long... arguments) {
    overThreads(file, kernel, (rows + 31L) / 32, rows, arguments);
  }

  /** With few rows a block is smaller; bitmaps ask for a multiple of 64 threads. */
  private void overThreads(
      KernelFile file, String kernel, long threads, int rows, long... arguments) {
    if (rows > 0) {
      int blocks = (int) Math.min(mostBlocks, (threads + THREADS - 1) / THREADS);
      int each = (int) Math.min(THREADS, (threads + 63) / 64 * 64);
      launch(file, kernel, blocks, each, 0, rows, arguments);
    }
  }

  /**
   * Queues a kernel in a shape of its own; {@code shared} is dynamic shared memory in bytes a
   * block.
   */
  public void launch(
      KernelFile file,
      String kernel,
      int blocks,
      int threads,
      int shared,
      int first,
      long... arguments) {
    KernelLaunch launch = launches.get(kernel);
    if (launch == null) {
      launch = module(file).kernel(kernel, arguments.length + 1);
      launches.put(kernel, launch);
    }
    launch.set(0, first);
    for (int i = 0; i < arguments.length; i++) {
      launch.set(i + 1, arguments[i]);
    }
    launch.launch(stream, blocks, threads, shared);
  }

  private CudaModule module(KernelFile file) {
    return modules.computeIfAbsent(file, each -> context.load(each.stem(), ptx(each)));
  }

  /** The PTX of a file, as it ships. */
  public static String ptx(KernelFile file) {
    String name = "/io/millrace/kernels/cuda/" + file.stem() + ".ptx";
    try (InputStream in = Kernels.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new InternalException("Each file of kernels ships as PTX: missing=" + name + ".");
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Unloads the kernels; none is queued any more. */
  @Override
  public void close() {
    launches.values().forEach(KernelLaunch::close);
    launches.clear();
    modules.values().forEach(CudaModule::close);
    modules.clear();
  }
}
