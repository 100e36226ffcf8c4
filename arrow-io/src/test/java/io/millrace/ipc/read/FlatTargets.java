package io.millrace.ipc.read;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Where in an IPC file or stream the words stand that say where and how long things are: lengths of
 * frames and bodies, places in the file, nodes, buffers, vectors, references and tables' layouts.
 * Knows the format from its definition and shares no code with the reader.
 */
final class FlatTargets {
  /** A word. */
  record Target(int at, int width) {}

  private static final int CONTINUATION = -1;
  private static final int SCHEMA = 1;
  private static final int DICTIONARY = 2;
  private static final int RECORDS = 3;

  private final ByteBuffer bytes;
  private final List<Target> targets = new ArrayList<>();

  private FlatTargets(byte[] input) {
    this.bytes = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The words of a valid input. */
  static List<Target> of(byte[] input) {
    FlatTargets found = new FlatTargets(input);
    boolean file = input.length > 8 && input[0] == 'A' && input[1] == 'R';
    found.messages(file ? 8 : 0);
    if (file) {
      found.footer(input.length - 10);
    }
    return found.targets;
  }

  private void add(int at, int width) {
    targets.add(new Target(at, width));
  }

  private void messages(int from) {
    int at = from;
    while (at + 8 <= bytes.limit()
        && bytes.getInt(at) == CONTINUATION
        && bytes.getInt(at + 4) > 0) {
      add(at, 4);
      add(at + 4, 4);
      int length = bytes.getInt(at + 4);
      long body = message(at + 8);
      at += 8 + length + (int) body;
    }
  }

  private long message(int from) {
    int table = root(from);
    int header = field(table, 2, 4);
    int type = bytes.get(field(table, 1, 1));
    field(table, 0, 2);
    int body = field(table, 3, 8);
    int content = reference(header);
    switch (type) {
      case SCHEMA -> schema(content);
      case DICTIONARY -> {
        field(content, 0, 8);
        records(reference(field(content, 1, 4)));
        field(content, 2, 1);
      }
      case RECORDS -> records(content);
      default -> throw new AssertionError("message type " + type);
    }
    return body < 0 ? 0 : bytes.getLong(body);
  }

  private void records(int table) {
    field(table, 0, 8);
    structs(field(table, 1, 4), 16, 0, 8);
    structs(field(table, 2, 4), 16, 0, 8);
    int compression = field(table, 3, 4);
    if (compression >= 0) {
      field(reference(compression), 0, 1);
      field(reference(compression), 1, 1);
    }
  }

  private void schema(int table) {
    field(table, 0, 2);
    int fields = field(table, 1, 4);
    if (fields < 0) {
      return;
    }
    int vector = reference(fields);
    add(vector, 4);
    for (int i = 0; i < bytes.getInt(vector); i++) {
      add(vector + 4 + 4 * i, 4);
      column(reference(vector + 4 + 4 * i));
    }
  }

  private void column(int table) {
    text(field(table, 0, 4));
    field(table, 1, 1);
    field(table, 2, 1);
    int type = field(table, 3, 4);
    if (type >= 0) {
      field(reference(type), 0, 2);
      field(reference(type), 1, 1);
    }
    int dictionary = field(table, 4, 4);
    if (dictionary >= 0) {
      field(reference(dictionary), 0, 8);
      field(reference(dictionary), 1, 4);
    }
    int children = field(table, 5, 4);
    if (children >= 0) {
      add(reference(children), 4);
    }
  }

  private void footer(int trailer) {
    add(trailer, 4);
    int table = root(trailer - bytes.getInt(trailer));
    field(table, 0, 2);
    schema(reference(field(table, 1, 4)));
    structs(field(table, 2, 4), 24, 0, 8, 16);
    structs(field(table, 3, 4), 24, 0, 8, 16);
  }

  private int root(int from) {
    add(from, 4);
    return from + bytes.getInt(from);
  }

  private int reference(int at) {
    return at + bytes.getInt(at);
  }

  private void text(int field) {
    if (field >= 0) {
      add(reference(field), 4);
    }
  }

  private void structs(int field, int size, int... words) {
    if (field < 0) {
      return;
    }
    int vector = reference(field);
    add(vector, 4);
    for (int i = 0; i < bytes.getInt(vector); i++) {
      for (int word : words) {
        add(vector + 4 + size * i + word, 8);
      }
    }
  }

  /** Where a table's field is, -1 if it has none; its words in the table's layout are added. */
  private int field(int table, int number, int width) {
    int layout = table - bytes.getInt(table);
    int entry = layout + 4 + 2 * number;
    add(table, 4);
    add(layout, 2);
    add(layout + 2, 2);
    if (entry + 2 > layout + bytes.getShort(layout)) {
      return -1;
    }
    add(entry, 2);
    int offset = bytes.getShort(entry);
    if (offset == 0) {
      return -1;
    }
    add(table + offset, width);
    return table + offset;
  }
}
