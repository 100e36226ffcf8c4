package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.cpu.text.Utf8;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.types.DataType;

/**
 * Text and binary to one another: the same bytes under another type. Binary that is not UTF-8 is no
 * text.
 */
final class BytesToBytes {
  private BytesToBytes() {}

  static BytesVec cast(BytesVec a, DataType to, FailedRows failed) {
    int[] lengths = a.lengths();
    if (to.kind().isText() && !a.type().kind().isText()) {
      lengths = checked(a, failed);
    }
    return new BytesVec(to, a.length(), a.addresses(), lengths, failed.validity());
  }

  /** The lengths, 0 where the bytes are not UTF-8. */
  private static int[] checked(BytesVec a, FailedRows failed) {
    int[] lengths = a.lengths();
    for (int i = 0; i < a.length(); i++) {
      if (!Utf8.isValid(a.addresses()[i], a.lengths()[i])) {
        if (lengths == a.lengths()) {
          lengths = a.lengths().clone();
        }
        lengths[i] = 0;
        failed.add(i);
      }
    }
    return lengths;
  }
}
