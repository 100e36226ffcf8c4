package io.millrace.operator;

import io.millrace.kernels.KernelContext;
import io.millrace.kernels.batch.Batch;
import java.util.BitSet;

/** Puts a meter, and an operator's name on its failures, around a stage. */
final class MeteredStage implements Stage {
  private final Stage stage;
  private final OperatorMeter meter;
  private final StageClock clock;

  MeteredStage(Stage stage, OperatorMeter meter, StageClock clock) {
    this.stage = stage;
    this.meter = meter;
    this.clock = clock;
  }

  @Override
  public BitSet needs() {
    return stage.needs();
  }

  @Override
  public void push(KernelContext kernels, Frame frame) {
    int worker = kernels.worker();
    long outer = clock.enter(worker);
    long begin = System.nanoTime();
    try {
      stage.push(kernels, frame);
    } catch (OperatorFailure e) {
      throw e;
    } catch (Throwable e) {
      throw new OperatorFailure(meter.name(), e);
    }
    long own = clock.leave(worker, outer, System.nanoTime() - begin);
    meter.add(worker, frame.length(), own);
  }

  @Override
  public boolean takesWhole() {
    return stage.takesWhole();
  }

  @Override
  public void pushWhole(Batch batch, long order) {
    stage.pushWhole(batch, order);
    meter.add(0, batch.rows(), 0);
  }
}
