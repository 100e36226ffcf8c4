package io.millrace.kernels.cpu.group;

import io.millrace.kernels.cpu.group.aggregate.AggregateStates;
import io.millrace.kernels.cpu.group.key.KeyIndex;

/**
 * Groups to be merged into others.
 *
 * @param keys where their keys are
 * @param states where their aggregates are
 * @param base what to add to a group's number in {@code keys} for its number in {@code states}
 */
record StateSource(KeyIndex keys, AggregateStates states, int base) {}
