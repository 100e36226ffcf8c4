package io.millrace.ipc.format;

/** A vector of a {@link FlatBytes}: of tables, or of structs of one width. */
public final class FlatVector {
  private final FlatBytes bytes;
  private final long first;
  private final int size;
  private final int width;
  private final int depth;

  private FlatVector(FlatBytes bytes, long first, int size, int width, int depth) {
    this.bytes = bytes;
    this.first = first;
    this.size = size;
    this.width = width;
    this.depth = depth;
  }

  static FlatVector empty(FlatBytes bytes) {
    return new FlatVector(bytes, 0, 0, 0, 0);
  }

  static FlatVector of(FlatBytes bytes, int position, int width, int depth) {
    long size = bytes.intAt(position) & 0xFFFFFFFFL;
    bytes.require(position + 4L, size * width);
    bytes.spend(size * width, position);
    return new FlatVector(bytes, position + 4L, (int) size, width, depth);
  }

  /** Elements. */
  public int size() {
    return size;
  }

  /** A table of a vector of tables. */
  public FlatTable table(int index) {
    return new FlatTable(bytes, bytes.reference(first + (long) index * width), depth + 1);
  }

  /** A 64-bit member of a struct. */
  public long getLong(int index, int member) {
    return bytes.longAt(first + (long) index * width + member);
  }

  /** A 32-bit member of a struct. */
  public int getInt(int index, int member) {
    return bytes.intAt(first + (long) index * width + member);
  }
}
