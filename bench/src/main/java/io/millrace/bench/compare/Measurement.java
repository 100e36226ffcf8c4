package io.millrace.bench.compare;

/**
 * One timed run.
 *
 * @param nanos the time of the query alone
 * @param digest of its result
 */
public record Measurement(long nanos, ResultDigest digest) {}
