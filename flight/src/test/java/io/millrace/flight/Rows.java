package io.millrace.flight;

import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;

/** Purchases as the stock Arrow library has them: a user and an amount. */
final class Rows {
  static final Schema SCHEMA =
      new Schema(List.of(DataType.UTF8.field("user"), DataType.INT64.field("amount")));

  private Rows() {}

  /** One purchase; either may be null. */
  record Row(String user, Long amount) {}

  static Row row(String user, Integer amount) {
    return new Row(user, amount == null ? null : amount.longValue());
  }

  static void fill(VectorSchemaRoot root, Row... rows) {
    root.allocateNew();
    VarCharVector users = (VarCharVector) root.getVector(0);
    BigIntVector amounts = (BigIntVector) root.getVector(1);
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].user() != null) {
        users.setSafe(i, new Text(rows[i].user()));
      }
      if (rows[i].amount() != null) {
        amounts.setSafe(i, rows[i].amount());
      }
    }
    root.setRowCount(rows.length);
  }

  static VectorSchemaRoot root(BufferAllocator allocator, Row... rows) {
    VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
    fill(root, rows);
    return root;
  }

  static List<Row> of(VectorSchemaRoot root) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < root.getRowCount(); i++) {
      Object user = root.getVector(0).getObject(i);
      rows.add(
          new Row(user == null ? null : user.toString(), (Long) root.getVector(1).getObject(i)));
    }
    return rows;
  }
}
