package io.millrace.kernels.cpu.work;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A fixed pool of workers, worker 0 being the calling thread itself: a job of one task costs no
 * hand-over. Tasks are claimed in ascending order, so uneven tasks even out.
 */
public final class CpuWorkers implements AutoCloseable {
  private final int count;
  private final ExecutorService threads;

  /** A pool of {@code count} workers, at least one. */
  public CpuWorkers(int count, String name) {
    this.count = count;
    this.threads =
        count == 1
            ? null
            : Executors.newFixedThreadPool(
                count - 1, Thread.ofPlatform().name(name + "-", 1).daemon().factory());
  }

  /** How many workers there are. */
  public int count() {
    return count;
  }

  /** What one worker does for one task. */
  @FunctionalInterface
  public interface Task {
    /** Runs task {@code task} as worker {@code worker}. */
    void run(int worker, int task);
  }

  /**
   * Runs the tasks and blocks until all are done. After the first failure no further task is begun;
   * it is thrown with later ones suppressed into it. Not to be called from within a task.
   */
  public void forEach(int tasks, Task task) {
    Job job = new Job(tasks, task);
    int others = Math.min(count, tasks) - 1;
    List<Future<?>> running = new ArrayList<>(Math.max(0, others));
    for (int worker = 1; worker <= others; worker++) {
      int id = worker;
      running.add(threads.submit(() -> job.work(id)));
    }
    job.work(0);
    running.forEach(CpuWorkers::await);
    job.rethrow();
  }

  private static void await(Future<?> future) {
    boolean interrupted = false;
    while (true) {
      try {
        future.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        throw new IllegalStateException("a worker's loop does not throw", e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the threads. */
  @Override
  public void close() {
    if (threads != null) {
      threads.shutdown();
    }
  }

  private static final class Job {
    private final int tasks;
    private final Task task;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Job(int tasks, Task task) {
      this.tasks = tasks;
      this.task = task;
    }

    void work(int worker) {
      for (int i = next.getAndIncrement();
          i < tasks && failure.get() == null;
          i = next.getAndIncrement()) {
        try {
          task.run(worker, i);
        } catch (Throwable e) {
          fail(e);
          return;
        }
      }
    }

    private void fail(Throwable e) {
      if (!failure.compareAndSet(null, e) && failure.get() != e) {
        failure.get().addSuppressed(e);
      }
    }

    void rethrow() {
      switch (failure.get()) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    }
  }
}
