package io.millrace.kernels.cpu.select;

import io.millrace.kernels.Selection;

/**
 * Positions in scratch memory.
 *
 * @param positions at least {@code length} of them, each a row of the vector to gather from
 */
public record CpuSelection(int[] positions, int length) implements Selection {}
