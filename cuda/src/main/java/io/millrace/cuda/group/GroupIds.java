package io.millrace.cuda.group;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;

/**
 * Which group each row belongs to, in scratch memory: 32 bits a row, or where groups are few a
 * byte. Whichever is asked for and not there yet is made from the other.
 */
final class GroupIds {
  /** The most groups whose numbers fit a byte, with one number left for none. */
  static final int FEW = 255;

  /** Rows of which the skew is estimated, as {@code group_add.cu} samples them. */
  private static final int SAMPLE = 64 * 32;

  private final CudaDevice device;
  private final int rows;
  private final int groups;
  private long words;
  private long bytes;
  private long skew;

  private GroupIds(CudaDevice device, int rows, int groups, long words, long bytes) {
    this.device = device;
    this.rows = rows;
    this.groups = groups;
    this.words = words;
    this.bytes = bytes;
  }

  /** Numbers of 32 bits. */
  static GroupIds ofWords(CudaDevice device, int rows, int groups, long words) {
    return new GroupIds(device, rows, groups, words, 0);
  }

  /** Numbers of 8 bits; groups are few. */
  static GroupIds ofBytes(CudaDevice device, int rows, int groups, long bytes) {
    return new GroupIds(device, rows, groups, 0, bytes);
  }

  int rows() {
    return rows;
  }

  /** How many groups there are, with those that the rows have added. */
  int groups() {
    return groups;
  }

  /** Whether blocks should add up by themselves first: there are few groups, and more rows. */
  boolean areFew() {
    return groups <= FEW && rows >= groups;
  }

  /** 32 bits a row. */
  long words() {
    if (words == 0) {
      words = device.scratch().take(4L * rows);
      device.kernels().overRows(KernelFile.GROUP_FEW, "group_widen", rows, bytes, words);
    }
    return words;
  }

  /** A byte a row; only if there are few. */
  long bytes() {
    if (bytes == 0) {
      bytes = device.scratch().take(rows);
      device.kernels().overRows(KernelFile.GROUP_FEW, "group_narrow", rows, words, bytes);
    }
    return bytes;
  }

  /** A sample of how often rows of a warp have the same group; 0 for few rows. */
  long skew() {
    if (skew == 0 && rows >= SAMPLE) {
      skew = device.scratch().take(8);
      device.stream().fill(skew, (byte) 0, 8);
      device.kernels().overRows(KernelFile.GROUP_ADD, "group_skew", SAMPLE, words(), skew, rows);
    }
    return skew;
  }
}
