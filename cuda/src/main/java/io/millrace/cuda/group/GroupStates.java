package io.millrace.cuda.group;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.cpu.group.aggregate.StateParts;
import io.millrace.kernels.group.Aggregate;
import io.millrace.kernels.group.AggregateFunction;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Lane;
import java.util.ArrayList;
import java.util.List;

/** The states of all aggregates of a table, and the rows of its groups. */
final class GroupStates implements AutoCloseable {
  private final CudaDevice device;
  private final List<Aggregate> aggregates;
  private final RowCounts rows;
  private final List<GroupState> states = new ArrayList<>();

  GroupStates(CudaDevice device, GroupSpec spec) {
    this.device = device;
    this.aggregates = spec.aggregates();
    this.rows = new RowCounts(device);
    aggregates.forEach(aggregate -> states.add(state(aggregate)));
  }

  private GroupState state(Aggregate aggregate) {
    return switch (aggregate.function()) {
      case COUNT_ALL -> rows;
      case COUNT -> new CountState(new Inputs(device, rows));
      case SUM, MEAN -> new SumState(device, aggregate, new Inputs(device, rows));
      case MIN -> extreme(aggregate.input(), false);
      case MAX -> extreme(aggregate.input(), true);
      case VARIANCE -> new MomentsState(device, aggregate.input(), false);
      case STDDEV -> new MomentsState(device, aggregate.input(), true);
      case FIRST -> edge(aggregate.input(), false);
      case LAST -> edge(aggregate.input(), true);
      case APPROX_DISTINCT -> new SketchState(device, aggregate.input());
    };
  }

  private GroupState extreme(DataType type, boolean greatest) {
    return type.lane() == Lane.BYTES
        ? new TextExtremeState(device, type, greatest)
        : new ExtremeState(device, type, greatest, new Inputs(device, rows));
  }

  private GroupState edge(DataType type, boolean last) {
    return type.lane() == Lane.BYTES
        ? new TextEdgeState(device, type, last)
        : new EdgeState(device, type, last);
  }

  /** Rows of each group. */
  RowCounts rows() {
    return rows;
  }

  /** Takes in rows; inputs as in {@link io.millrace.kernels.group.GroupWriter#update}. */
  void update(GroupIds ids, DeviceVec[] inputs, Sequence sequence) {
    reserve(ids.groups());
    rows.update(ids, null, sequence);
    for (int i = 0; i < inputs.length; i++) {
      if (states.get(i) != rows) {
        states.get(i).update(ids, inputs[i], sequence);
      }
    }
  }

  private void reserve(int groups) {
    rows.reserve(groups);
    states.forEach(state -> state.reserve(groups));
  }

  /** What {@link #absorb} would refuse; blocks. {@code parts} as {@link #parts} gives them. */
  void check(List<DeviceVec> parts) {
    int at = 0;
    for (Aggregate aggregate : aggregates) {
      if (aggregate.function() == AggregateFunction.APPROX_DISTINCT) {
        SketchState.check(device, (DeviceBytes) parts.get(at));
      }
      at += StateParts.of(aggregate).size();
    }
  }

  /** Takes partial states in, or with a sign of -1 out again. */
  void absorb(GroupIds ids, List<DeviceVec> parts, int sign) {
    reserve(ids.groups());
    Partials partials = new Partials(ids, rowCounts(parts), sign);
    rows.absorb(partials, List.of());
    int at = 0;
    for (int i = 0; i < states.size(); i++) {
      int end = at + StateParts.of(aggregates.get(i)).size();
      if (states.get(i) != rows) {
        states.get(i).absorb(partials, parts.subList(at, end));
      }
      at = end;
    }
  }

  /** Where partial states say how many rows they are of; 0 if they do not. */
  private long rowCounts(List<DeviceVec> parts) {
    int at = 0;
    for (Aggregate aggregate : aggregates) {
      if (aggregate.function() == AggregateFunction.COUNT_ALL) {
        return Form.values(parts.get(at));
      }
      at += StateParts.of(aggregate).size();
    }
    return 0;
  }

  /** Finished values of some groups. */
  List<DeviceVec> finish(GroupList list) {
    return states.stream().map(state -> state.finish(list)).toList();
  }

  /** State columns of some groups, those of all aggregates. */
  List<DeviceVec> parts(GroupList list) {
    List<DeviceVec> parts = new ArrayList<>();
    states.forEach(state -> parts.addAll(state.parts(list)));
    return parts;
  }

  /** Keeps only the groups of a list. */
  void keep(GroupList list) {
    rows.keep(list);
    for (GroupState state : states) {
      if (state != rows) {
        state.keep(list);
      }
    }
  }

  void clear() {
    rows.clear();
    states.forEach(GroupState::clear);
  }

  long bytes() {
    long bytes = rows.bytes();
    for (GroupState state : states) {
      bytes += state == rows ? 0 : state.bytes();
    }
    return bytes;
  }

  @Override
  public void close() {
    rows.close();
    states.forEach(GroupState::close);
  }
}
