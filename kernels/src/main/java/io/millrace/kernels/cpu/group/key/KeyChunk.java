package io.millrace.kernels.cpu.group.key;

import io.millrace.kernels.cpu.group.cell.Cells;

/**
 * The keys of a chunk's rows.
 *
 * @param rows how many
 * @param columns one for each key column, in {@link
 *     io.millrace.kernels.cpu.group.cell.Encoding#KEY} form
 * @param hashes a hash for each row; null where the index hashes keys itself
 * @param missed scratch for the index, an entry for each row and column
 */
public record KeyChunk(int rows, Cells[] columns, long[] hashes, int[] missed) {}
