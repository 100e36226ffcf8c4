package io.millrace.kernels.cpu.group.aggregate;

import io.millrace.kernels.memory.Raw;

/**
 * A sketch of 2^12 registers that estimates how many distinct hashes it was given. The hash's upper
 * 12 bits choose the register; it keeps the largest place of the first set bit among the other 52.
 * Few registers are kept as a small hash set of entries ({@code register << 8 | value}), more as
 * one byte each.
 */
final class HyperLogLog {
  static final int PRECISION = 12;
  static final int REGISTERS = 1 << PRECISION;

  private static final int REST = Long.SIZE - PRECISION;
  private static final int FIRST_SET = 8;
  private static final int LARGEST_SET = 512;

  private int[] set = new int[FIRST_SET];
  private int entries;
  private byte[] registers;

  /** Takes in one hash. */
  void add(long hash) {
    int register = (int) (hash >>> REST);
    int value = Math.min(Long.numberOfLeadingZeros(hash << PRECISION), REST) + 1;
    put(register, value);
  }

  private void put(int register, int value) {
    if (registers == null) {
      putInSet(register, value);
    } else if (registers[register] < value) {
      registers[register] = (byte) value;
    }
  }

  private void putInSet(int register, int value) {
    int mask = set.length - 1;
    int slot = ((register * 0x9E3779B1) >>> 8) & mask;
    while (set[slot] != 0 && set[slot] >>> 8 != register) {
      slot = (slot + 1) & mask;
    }
    if (set[slot] == 0) {
      entries++;
    }
    set[slot] = Math.max(set[slot], register << 8 | value);
    if (entries * 4 > set.length * 3) {
      grow();
    }
  }

  private void grow() {
    int[] old = set;
    if (old.length == LARGEST_SET) {
      registers = new byte[REGISTERS];
      set = null;
    } else {
      set = new int[old.length * 2];
    }
    entries = 0;
    for (int entry : old) {
      if (entry != 0) {
        put(entry >>> 8, entry & 0xFF);
      }
    }
  }

  /** Takes in all that another sketch has seen. */
  void merge(HyperLogLog other) {
    if (other.registers == null) {
      for (int entry : other.set) {
        if (entry != 0) {
          put(entry >>> 8, entry & 0xFF);
        }
      }
      return;
    }
    for (int register = 0; register < REGISTERS; register++) {
      if (other.registers[register] != 0) {
        put(register, other.registers[register]);
      }
    }
  }

  /** Bytes of the exported form. */
  int exportedLength() {
    return registers != null ? REGISTERS : entries * Integer.BYTES;
  }

  /**
   * Writes the exported form: a byte for each register, or 4 bytes for each entry, little-endian.
   */
  void export(long to) {
    if (registers != null) {
      Raw.copy(registers, 0, to, REGISTERS);
      return;
    }
    long at = to;
    for (int entry : set) {
      if (entry != 0) {
        Raw.putInt(at, entry);
        at += Integer.BYTES;
      }
    }
  }

  /** Takes in an exported sketch; false if it is not one. */
  boolean merge(long from, int length) {
    boolean valid = length <= REGISTERS && length % Integer.BYTES == 0;
    if (length == REGISTERS) {
      for (int register = 0; register < REGISTERS; register++) {
        valid &= mergeOne(register, Raw.getByte(from + register));
      }
      return valid;
    }
    for (int at = 0; valid && at < length; at += Integer.BYTES) {
      int entry = Raw.getInt(from + at);
      valid = (entry & 0xFF) != 0 && mergeOne(entry >>> 8, entry & 0xFF);
    }
    return valid;
  }

  private boolean mergeOne(int register, int value) {
    if (register < 0 || register >= REGISTERS || value < 0 || value > REST + 1) {
      return false;
    }
    if (value != 0) {
      put(register, value);
    }
    return true;
  }

  /**
   * The estimate, by Ertl's improved estimator, which needs no tables and no case for small
   * numbers.
   */
  long estimate() {
    int[] histogram = histogram();
    double m = REGISTERS;
    double z = m * tau(1 - histogram[REST + 1] / m);
    for (int value = REST; value >= 1; value--) {
      z = 0.5 * (z + histogram[value]);
    }
    z += m * sigma(histogram[0] / m);
    return Math.round(m / (2 * Math.log(2)) * m / z);
  }

  private int[] histogram() {
    int[] histogram = new int[REST + 2];
    if (registers != null) {
      for (byte value : registers) {
        histogram[value]++;
      }
      return histogram;
    }
    histogram[0] = REGISTERS - entries;
    for (int entry : set) {
      if (entry != 0) {
        histogram[entry & 0xFF]++;
      }
    }
    return histogram;
  }

  private static double sigma(double start) {
    if (start == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double x = start;
    double y = 1;
    double z = x;
    for (double before = Double.NaN; z != before; y += y) {
      x *= x;
      before = z;
      z += x * y;
    }
    return z;
  }

  private static double tau(double start) {
    if (start == 0 || start == 1) {
      return 0;
    }
    double x = start;
    double y = 1;
    double z = 1 - x;
    for (double before = Double.NaN; z != before; ) {
      x = Math.sqrt(x);
      before = z;
      y *= 0.5;
      z -= (1 - x) * (1 - x) * y;
    }
    return z / 3;
  }

  long bytes() {
    return 40 + (registers != null ? REGISTERS + 16 : set.length * 4L + 16);
  }
}
