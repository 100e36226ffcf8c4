package io.millrace.kernels.group;

import org.apache.arrow.vector.types.pojo.Schema;

/** What a {@link GroupTable} computes: aggregates by key, or the Gram matrix of some columns. */
public sealed interface TableSpec permits GroupSpec, GramSpec {
  /** The schema of result batches. */
  Schema resultSchema();
}
