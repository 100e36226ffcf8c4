package io.millrace.cuda.group;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;

/**
 * Adds to 64-bit cells by group: by blocks in shared memory where groups are few, else row by row,
 * or by warps where rows are skewed.
 */
final class GroupSums {
  /** Cells of a block in shared memory, as {@code group_few_add.cu} has it. */
  private static final int CELLS = 1024;

  /** A cell for each lane. */
  private static final int MOST_SHIFT = 5;

  private final CudaDevice device;

  GroupSums(CudaDevice device) {
    this.device = device;
  }

  /** One for each row. */
  void count(GroupIds ids, long counts) {
    if (ids.areFew()) {
      few("group_few_count", ids, counts);
    } else {
      many("group_count", ids, ids.words(), ids.skew(), counts);
    }
  }

  /** One for each row that is null; there is a bitmap. */
  void countNulls(GroupIds ids, long validity, long counts) {
    if (ids.areFew()) {
      few("group_few_count_nulls", ids, validity, counts);
    } else {
      many("group_count_nulls", ids, ids.words(), validity, counts);
    }
  }

  /** Integers, modulo 2^64. */
  void sumWords(GroupIds ids, long values, long validity, long sums) {
    if (ids.areFew()) {
      few("group_few_sum_words", ids, values, validity, sums);
    } else {
      many("group_sum_words", ids, ids.words(), values, validity, ids.skew(), sums);
    }
  }

  /** Floating point, from values of any form. */
  void sumNumbers(GroupIds ids, Form form, long values, long validity, long sums) {
    long number = form.ordinal();
    if (ids.areFew()) {
      few("group_few_sum_numbers", ids, number, values, validity, sums);
    } else {
      many("group_sum_numbers", ids, ids.words(), number, values, validity, ids.skew(), sums);
    }
  }

  private void few(String kernel, GroupIds ids, long... more) {
    long[] arguments = new long[3 + more.length];
    arguments[0] = ids.bytes();
    arguments[1] = ids.groups();
    arguments[2] = shift(ids.groups());
    System.arraycopy(more, 0, arguments, 3, more.length);
    device.kernels().overTiles(KernelFile.GROUP_FEW_ADD, kernel, ids.rows(), arguments);
  }

  /** The logarithm of a group's cells. */
  private static int shift(int groups) {
    return Math.min(MOST_SHIFT, 31 - Integer.numberOfLeadingZeros(CELLS / groups));
  }

  private void many(String kernel, GroupIds ids, long... arguments) {
    device.kernels().inEights(KernelFile.GROUP_ADD, kernel, ids.rows(), arguments);
  }
}
