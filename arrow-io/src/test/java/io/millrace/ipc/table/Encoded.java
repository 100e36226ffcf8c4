package io.millrace.ipc.table;

import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * A table with every column dictionary-encoded, as Arrow Java has it: vectors of indices, and a
 * provider of values.
 */
public record Encoded(VectorSchemaRoot root, MapDictionaryProvider dictionaries)
    implements AutoCloseable {
  /** The values of each column before they are looked up; grows as tables are encoded. */
  public static final class Values {
    private final List<List<byte[]>> lists = new ArrayList<>();
    private final List<Map<String, Integer>> places = new ArrayList<>();

    private int place(int column, byte[] value) {
      while (lists.size() <= column) {
        lists.add(new ArrayList<>());
        places.add(new HashMap<>());
      }
      String key = HexFormat.of().formatHex(value);
      Integer place = places.get(column).get(key);
      if (place == null) {
        place = lists.get(column).size();
        lists.get(column).add(value);
        places.get(column).put(key, place);
      }
      return place;
    }
  }

  /**
   * Encodes a table.
   *
   * @param known values that the dictionaries begin with; those of the table are added
   * @param underNulls the index that stands where a value is null
   */
  public static Encoded of(
      Table table, Kind indices, Values known, int underNulls, BufferAllocator allocator) {
    MapDictionaryProvider provider = new MapDictionaryProvider();
    List<FieldVector> vectors = new ArrayList<>();
    for (int i = 0; i < table.fields().size(); i++) {
      byte[][] values = table.columns().get(i);
      int[] places = new int[values.length];
      for (int row = 0; row < places.length; row++) {
        places[row] = values[row] == null ? underNulls : known.place(i, values[row]);
      }
      DictionaryEncoding encoding =
          new DictionaryEncoding(i, false, (ArrowType.Int) DataType.of(indices).toArrow());
      FieldVector dictionary = table.fields().get(i).createVector(allocator);
      Roots.fill(
          dictionary,
          known.lists.size() > i ? known.lists.get(i).toArray(new byte[0][]) : new byte[0][]);
      provider.put(new Dictionary(dictionary, encoding));
      vectors.add(
          indices(table.fields().get(i), encoding, places, values, indices.width(), allocator));
    }
    List<Field> fields = vectors.stream().map(FieldVector::getField).toList();
    return new Encoded(new VectorSchemaRoot(fields, vectors, table.rows()), provider);
  }

  private static FieldVector indices(
      Field field,
      DictionaryEncoding encoding,
      int[] places,
      byte[][] values,
      int width,
      BufferAllocator allocator) {
    Field indexField =
        new Field(
            field.getName(), new FieldType(true, encoding.getIndexType(), encoding), List.of());
    FieldVector vector = indexField.createVector(allocator);
    byte[][] bytes = new byte[places.length][];
    for (int row = 0; row < places.length; row++) {
      bytes[row] = new byte[width];
      Arrays.fill(bytes[row], (byte) (places[row] < 0 ? -1 : 0));
      for (int i = 0; i < Math.min(4, width); i++) {
        bytes[row][i] = (byte) (places[row] >> (8 * i));
      }
    }
    Roots.fill(vector, bytes);
    for (int row = 0; row < places.length; row++) {
      if (values[row] == null) {
        vector
            .getValidityBuffer()
            .setByte(row / 8, vector.getValidityBuffer().getByte(row / 8) & ~(1 << (row % 8)));
      }
    }
    return vector;
  }

  @Override
  public void close() {
    root.close();
    dictionaries.close();
  }
}
