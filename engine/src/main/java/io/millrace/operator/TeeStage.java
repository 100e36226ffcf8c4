package io.millrace.operator;

import io.millrace.kernels.KernelContext;
import io.millrace.kernels.batch.Batch;
import java.util.BitSet;
import java.util.List;

/** Passes each chunk on to several stages, or to none. */
record TeeStage(List<Stage> stages, BitSet needs) implements Stage {
  static Stage of(List<Stage> stages) {
    if (stages.size() == 1) {
      return stages.getFirst();
    }
    BitSet needs = new BitSet();
    stages.forEach(stage -> needs.or(stage.needs()));
    return new TeeStage(List.copyOf(stages), needs);
  }

  @Override
  public void push(KernelContext kernels, Frame frame) {
    for (Stage stage : stages) {
      stage.push(kernels, frame);
    }
  }

  @Override
  public boolean takesWhole() {
    return stages.stream().allMatch(Stage::takesWhole);
  }

  @Override
  public void pushWhole(Batch batch, long order) {
    stages.forEach(stage -> stage.pushWhole(batch, order));
  }
}
