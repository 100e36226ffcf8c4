package io.millrace.cuda.load;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceCodes;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;

/**
 * Dictionary-encoded columns, decoded. A row is null if its index is, or the value that it points
 * to.
 */
final class DictionaryLoader {
  private final CudaDevice device;
  private final ColumnLoader columns;
  private final Literals literals;

  DictionaryLoader(CudaDevice device, ColumnLoader columns) {
    this.device = device;
    this.columns = columns;
    this.literals = new Literals(device);
  }

  DeviceVec load(CudaStagedBatch batch, StagedColumn column, int from, int rows) {
    StagedColumn dictionary = column.dictionary();
    long given = columns.validity(batch, column, from, rows);
    long indices = columns.values(batch, column, column.indices(), from, rows);
    DeviceVec values = columns.plain(batch, dictionary, 0, dictionary.rows());
    boolean nulls = given != 0 || values.mayHaveNulls();
    long checked = device.scratch().words(rows);
    long validity = device.scratch().bitmap(rows);
    device
        .kernels()
        .overRows(
            KernelFile.DICTIONARY,
            "dictionary_check",
            rows,
            indices,
            given,
            dictionary.rows(),
            values.validity(),
            checked,
            validity,
            device.tally().address());
    // An empty dictionary has nothing to read; an index into it was counted.
    return dictionary.rows() == 0
        ? literals.of(column.type(), null, rows)
        : decoded(values, rows, checked, nulls ? validity : 0);
  }

  private DeviceVec decoded(DeviceVec values, int rows, long indices, long validity) {
    return switch (values) {
      case DeviceLongs longs ->
          new DeviceLongs(longs.type(), rows, words(longs.values(), rows, indices), validity);
      case DeviceDoubles doubles ->
          new DeviceDoubles(doubles.type(), rows, words(doubles.values(), rows, indices), validity);
      case DeviceBools bools -> {
        long bits = device.scratch().bitmap(rows);
        over("dictionary_bits", rows, indices, bools.bits(), bits);
        yield new DeviceBools(rows, bits, validity);
      }
      case DeviceBytes bytes -> {
        long addresses = device.scratch().words(rows);
        long lengths = device.scratch().ints(rows);
        over(
            "dictionary_texts",
            rows,
            indices,
            validity,
            bytes.addresses(),
            bytes.lengths(),
            addresses,
            lengths);
        DeviceCodes codes = DeviceCodes.of(indices, bytes);
        yield new DeviceBytes(bytes.type(), rows, addresses, lengths, validity, codes);
      }
    };
  }

  private long words(long values, int rows, long indices) {
    long to = device.scratch().words(rows);
    over("dictionary_words", rows, indices, values, to);
    return to;
  }

  private void over(String kernel, int rows, long... arguments) {
    device.kernels().overRows(KernelFile.DICTIONARY, kernel, rows, arguments);
  }
}
