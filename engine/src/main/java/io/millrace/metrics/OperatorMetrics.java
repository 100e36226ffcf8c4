package io.millrace.metrics;

/**
 * One operator's share of a micro-batch.
 *
 * @param node number of the plan's node
 * @param name the operator in words
 * @param device where it ran
 * @param rowsIn rows that it was given
 * @param nanos time that it took by itself, added up over the workers
 */
public record OperatorMetrics(int node, String name, String device, long rowsIn, long nanos) {}
