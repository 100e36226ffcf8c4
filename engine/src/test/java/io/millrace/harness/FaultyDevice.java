package io.millrace.harness;

import io.millrace.error.DeviceException;
import io.millrace.kernels.Backend;
import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.Backends;
import io.millrace.kernels.BatchBuilder;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.group.GroupTable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A device called {@code cuda} that is the CPU behind, with one worker, and fails when it is told
 * to: at the n-th call, from the first batch on, of a method of the backend, its tables or
 * builders. After a fatal failure each call fails, but for those that give things back. It may also
 * have room for so many rows only. Batches are staged ahead.
 */
public final class FaultyDevice implements BackendProvider {
  private static final Set<String> ALWAYS =
      Set.of(
          "close",
          "name",
          "workers",
          "chunkRows",
          "stagesAhead",
          "bytesGathered",
          "valueErrors",
          "spec",
          "stateSchema");

  private final Map<String, Integer> calls = new HashMap<>();
  private final List<String> journal = new ArrayList<>();
  private final String method;
  private final int nth;
  private final boolean recoverable;
  private final int room;
  private boolean wrong;
  private boolean running;
  private boolean dead;
  private boolean fired;

  private FaultyDevice(String method, int nth, boolean recoverable, int room) {
    this.method = method;
    this.nth = nth;
    this.recoverable = recoverable;
    this.room = room;
  }

  /** Is lost at the n-th call of a method. */
  public static FaultyDevice lostAt(String method, int nth) {
    return new FaultyDevice(method, nth, false, Integer.MAX_VALUE);
  }

  /** Has room for batches of so many rows. */
  public static FaultyDevice withRoomFor(int rows) {
    return new FaultyDevice("", 0, true, rows);
  }

  /** Loses the last task of each job, and says nothing. */
  public static FaultyDevice wrong() {
    FaultyDevice device = new FaultyDevice("", 0, true, Integer.MAX_VALUE);
    device.wrong = true;
    return device;
  }

  /** The calls so far, by name. */
  public List<String> journal() {
    return journal;
  }

  /** Whether it has failed. */
  public boolean fired() {
    return fired;
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public Availability availability() {
    return new Availability.Available("a device that fails");
  }

  @Override
  public Backend open(BufferAllocator allocator, int workers) {
    return faulty(Backend.class, Backends.provider("cpu").open(allocator, 1));
  }

  private <T> T faulty(Class<T> type, T real) {
    InvocationHandler handler =
        (_, called, arguments) -> {
          before(called.getName(), arguments);
          if (called.getName().equals("name")) {
            return name();
          }
          if (called.getName().equals("stagesAhead")) {
            return true;
          }
          if (wrong && called.getName().equals("forEach")) {
            arguments[0] = Math.max(0, (Integer) arguments[0] - 1);
          }
          try {
            return wrapped(called.invoke(real, arguments));
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private Object wrapped(Object result) {
    return switch (result) {
      case GroupTable table -> faulty(GroupTable.class, table);
      case BatchBuilder builder -> faulty(BatchBuilder.class, builder);
      case null, default -> result;
    };
  }

  private void before(String name, Object[] arguments) {
    if (ALWAYS.contains(name)) {
      return;
    }
    running |= name.equals("stage");
    if (!running) {
      return;
    }
    int call = calls.merge(name, 1, Integer::sum);
    journal.add(name);
    if (dead) {
      throw new DeviceException("The device was lost before: call=" + name + ".", false, null);
    }
    if (name.equals(method) && call == nth) {
      fired = true;
      dead = !recoverable;
      throw new DeviceException("The device fails: call=" + name + ".", recoverable, null);
    }
    if (name.equals("stage") && ((Batch) arguments[0]).rows() > room) {
      fired = true;
      throw new DeviceException(
          "The device has not enough memory: rows=" + ((Batch) arguments[0]).rows() + ".",
          true,
          null);
    }
  }
}
