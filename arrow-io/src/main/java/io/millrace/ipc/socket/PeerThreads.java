package io.millrace.ipc.socket;

import io.millrace.error.InternalException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Threads that deal with peers: of the platform, since a channel that a virtual thread has used
 * once does not block any more, and then each of the thousands of reads of a large batch waits for
 * a poller's thread. They end when they are interrupted; what stops one otherwise is a defect, and
 * told by {@link #check}.
 */
public final class PeerThreads implements AutoCloseable {
  private final String name;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private boolean closed;
  private volatile Throwable failure;

  /** None yet. */
  public PeerThreads(String name) {
    this.name = name;
  }

  /** Something to run that ends when its thread is interrupted. */
  @FunctionalInterface
  public interface Task {
    /** Runs. */
    void run() throws InterruptedException;
  }

  /**
   * Runs a task on a thread of its own.
   *
   * @return false once this is closed, and the task is not run
   */
  public boolean start(Task task) {
    Thread thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> run(task));
    // Who closes must find only threads that were started: others cannot be joined.
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      thread.start();
      running.add(thread);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void run(Task task) {
    try {
      task.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      ended();
    }
  }

  private void ended() {
    lock.lock();
    try {
      running.remove(Thread.currentThread());
    } finally {
      lock.unlock();
    }
  }

  /** Throws what stopped a thread, if it was a defect. */
  public void check() {
    Throwable stopped = failure;
    if (stopped != null) {
      throw new InternalException(
          "A thread for peers must go on until it is closed: name="
              + name
              + ", cause="
              + stopped
              + ".",
          stopped);
    }
  }

  /** Interrupts all threads and waits until they have ended. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (!running.isEmpty()) {
      for (Thread thread : running) {
        thread.interrupt();
        interrupted |= !joined(thread);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean joined(Thread thread) {
    try {
      thread.join(Duration.ofSeconds(1));
      return true;
    } catch (InterruptedException _) {
      return false;
    }
  }
}
