package io.millrace.placement;

import io.millrace.kernels.BatchBuilder;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import java.util.function.Supplier;

/** A builder that takes each batch from the backend that runs then. */
final class MovableBuilder implements BatchBuilder {
  private final Supplier<BatchBuilder> make;
  private BatchBuilder builder;

  /** Asks {@code make} for a builder of the backend in charge when there is something to build. */
  MovableBuilder(Supplier<BatchBuilder> make) {
    this.make = make;
  }

  @Override
  public int rows() {
    return builder == null ? 0 : builder.rows();
  }

  @Override
  public void append(KernelContext context, Vec... columns) {
    inCharge().append(context, columns);
  }

  private BatchBuilder inCharge() {
    if (builder == null) {
      builder = make.get();
    }
    return builder;
  }

  @Override
  public Batch build() {
    Batch built = inCharge().build();
    close();
    return built;
  }

  @Override
  public void close() {
    if (builder != null) {
      builder.close();
      builder = null;
    }
  }
}
