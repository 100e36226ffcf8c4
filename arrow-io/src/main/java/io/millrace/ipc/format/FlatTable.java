package io.millrace.ipc.format;

import io.millrace.error.DataException;

/**
 * One table of a {@link FlatBytes}. A field that is absent has its default, as flatbuffers have it.
 */
public final class FlatTable {
  private static final int MAX_DEPTH = 16;
  private static final int SMALLEST_TABLE = 8;

  private final FlatBytes bytes;
  private final int position;
  private final int depth;
  private final long vtable;
  private final int vtableLength;

  FlatTable(FlatBytes bytes, int position, int depth) {
    this.bytes = bytes;
    this.position = position;
    this.depth = depth;
    if (depth > MAX_DEPTH) {
      throw bytes.wrong(
          "Metadata must not nest deeper than " + MAX_DEPTH + " tables", position, "");
    }
    bytes.spend(SMALLEST_TABLE, position);
    this.vtable = (long) position - bytes.intAt(position);
    this.vtableLength = bytes.unsignedShortAt(vtable);
    if (vtableLength < 4 || (vtableLength & 1) != 0) {
      throw bytes.wrong(
          "A table's directory has an even length, at least 4", vtable, "length=" + vtableLength);
    }
    bytes.require(vtable, vtableLength);
  }

  /** Whether the field is there. */
  public boolean has(int field) {
    return at(field) != 0;
  }

  private long at(int field) {
    int entry = 4 + 2 * field;
    int offset = entry < vtableLength ? bytes.unsignedShortAt(vtable + entry) : 0;
    return offset == 0 ? 0 : (long) position + offset;
  }

  /** An 8-bit field. */
  public byte getByte(int field, int absent) {
    long at = at(field);
    return at == 0 ? (byte) absent : bytes.byteAt(at);
  }

  /** A boolean field, false if it is absent. */
  public boolean getBoolean(int field) {
    return getByte(field, 0) != 0;
  }

  /** A 16-bit field. */
  public short getShort(int field, int absent) {
    long at = at(field);
    return at == 0 ? (short) absent : (short) bytes.unsignedShortAt(at);
  }

  /** A 32-bit field, 0 if it is absent. */
  public int getInt(int field) {
    long at = at(field);
    return at == 0 ? 0 : bytes.intAt(at);
  }

  /** A 64-bit field, 0 if it is absent. */
  public long getLong(int field) {
    long at = at(field);
    return at == 0 ? 0 : bytes.longAt(at);
  }

  /** A text field, null if it is absent. */
  public String getString(int field) {
    long at = at(field);
    return at == 0 ? null : bytes.string(bytes.reference(at));
  }

  /** A table, null if it is absent. */
  public FlatTable getTable(int field) {
    long at = at(field);
    return at == 0 ? null : new FlatTable(bytes, bytes.reference(at), depth + 1);
  }

  /** A table that must be there. */
  public FlatTable requireTable(int field, String name) {
    FlatTable table = getTable(field);
    if (table == null) {
      throw wrong("Metadata must have its parts", "absent=" + name);
    }
    return table;
  }

  /** A vector of tables, empty if it is absent. */
  public FlatVector getTables(int field) {
    return getStructs(field, 4);
  }

  /** A vector of structs of {@code width} bytes, empty if it is absent. */
  public FlatVector getStructs(int field, int width) {
    long at = at(field);
    return at == 0
        ? FlatVector.empty(bytes)
        : FlatVector.of(bytes, bytes.reference(at), width, depth);
  }

  /** What is wrong with this table, as an exception to be thrown. */
  public DataException wrong(String rule, String values) {
    return bytes.wrong(rule, position, values);
  }
}
