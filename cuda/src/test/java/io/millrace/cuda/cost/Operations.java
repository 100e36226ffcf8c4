package io.millrace.cuda.cost;

import io.millrace.kernels.fixture.KernelHarness.Kernel;
import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.op.Comparison;
import io.millrace.kernels.op.DatePart;
import io.millrace.kernels.op.MathFunction;
import io.millrace.kernels.op.TextFunction;
import io.millrace.kernels.op.TextMatch;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.TimeUnit;

/** Operations whose results have a row for each row, or some of the rows, in their order. */
final class Operations {
  static final List<Kernel> ALL = all();

  private Operations() {}

  private static List<Kernel> all() {
    List<Kernel> all = new ArrayList<>();
    numbers(all);
    logic(all);
    texts(all);
    time(all);
    casts(all);
    for (int column = Inputs.INT8; column < Inputs.COLUMNS.size(); column++) {
      int each = column;
      all.add((context, in) -> in[each]);
    }
    return all;
  }

  private static void numbers(List<Kernel> all) {
    for (Arithmetic op : Arithmetic.values()) {
      all.add(
          (context, in) ->
              context.arithmetic(op, DataType.INT64, in[Inputs.LONG], in[Inputs.OTHER_LONG]));
      if (op != Arithmetic.FLOOR_DIVIDE) {
        all.add(
            (context, in) ->
                context.arithmetic(
                    op, DataType.FLOAT64, in[Inputs.DOUBLE], in[Inputs.OTHER_DOUBLE]));
      }
    }
    for (Arithmetic op : List.of(Arithmetic.DIVIDE, Arithmetic.MODULO)) {
      all.add(
          (context, in) ->
              context.arithmetic(
                  op, DataType.UINT64, in[Inputs.UNSIGNED], in[Inputs.OTHER_UNSIGNED]));
    }
    for (MathFunction function : MathFunction.values()) {
      all.add((context, in) -> context.math(function, in[Inputs.LONG]));
      all.add((context, in) -> context.math(function, in[Inputs.DOUBLE]));
    }
    all.add((context, in) -> context.math(MathFunction.SQRT, in[Inputs.UNSIGNED]));
    List<Object> longs = new ArrayList<>();
    List<Object> doubles = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      longs.add(Inputs.COLUMNS.get(Inputs.LONG).values().get(100 * i + i % 2));
      doubles.add(Inputs.COLUMNS.get(Inputs.DOUBLE).values().get(100 * i + i % 2));
    }
    all.add((context, in) -> context.in(in[Inputs.LONG], longs));
    all.add((context, in) -> context.in(in[Inputs.DOUBLE], doubles));
  }

  private static void logic(List<Kernel> all) {
    int[][] pairs = {
      {Inputs.LONG, Inputs.OTHER_LONG},
      {Inputs.DOUBLE, Inputs.OTHER_DOUBLE},
      {Inputs.TEXT, Inputs.OTHER_TEXT},
      {Inputs.BOOL, Inputs.OTHER_BOOL}
    };
    for (int[] pair : pairs) {
      all.add((context, in) -> context.compare(Comparison.EQUAL, in[pair[0]], in[pair[1]]));
      all.add((context, in) -> context.compare(Comparison.LESS, in[pair[0]], in[pair[1]]));
      all.add((context, in) -> context.choose(in[Inputs.BOOL], in[pair[0]], in[pair[1]]));
      all.add((context, in) -> context.gather(in[pair[0]], context.select(in[Inputs.BOOL])));
      all.add((context, in) -> context.isNull(in[pair[0]]));
    }
    all.add((context, in) -> context.and(in[Inputs.BOOL], in[Inputs.OTHER_BOOL]));
    all.add((context, in) -> context.or(in[Inputs.BOOL], in[Inputs.OTHER_BOOL]));
    all.add((context, in) -> context.not(in[Inputs.BOOL]));
    all.add((context, in) -> context.literal(DataType.INT64, 17L, in[0].length()));
    all.add((context, in) -> context.literal(DataType.BOOL, true, in[0].length()));
    byte[] text = "a literal".getBytes(StandardCharsets.US_ASCII);
    all.add((context, in) -> context.literal(DataType.UTF8, text, in[0].length()));
  }

  private static void texts(List<Kernel> all) {
    byte[] comma = ", ".getBytes(StandardCharsets.US_ASCII);
    byte[] blank = " ".getBytes(StandardCharsets.US_ASCII);
    all.add((context, in) -> in[Inputs.TEXT]);
    all.add((context, in) -> in[Inputs.LARGE_TEXT]);
    all.add((context, in) -> context.length(in[Inputs.TEXT]));
    all.add((context, in) -> context.length(in[Inputs.BINARY]));
    for (TextFunction function : TextFunction.values()) {
      all.add((context, in) -> context.text(function, in[Inputs.TEXT]));
    }
    for (TextMatch match : TextMatch.values()) {
      all.add((context, in) -> context.match(match, in[Inputs.TEXT], in[Inputs.PATTERN]));
    }
    all.add((context, in) -> context.substring(in[Inputs.TEXT], 3, 8));
    all.add((context, in) -> context.substring(in[Inputs.BINARY], 3, 8));
    all.add((context, in) -> context.concat(in[Inputs.TEXT], in[Inputs.PATTERN]));
    all.add((context, in) -> context.split(in[Inputs.TEXT], blank).parts());
    all.add((context, in) -> context.split(in[Inputs.TEXT], comma).parts());
    all.add((context, in) -> context.splitPart(in[Inputs.TEXT], comma, 1));
    all.add((context, in) -> context.splitPart(in[Inputs.TEXT], null, 1));
    Random random = new Random(25);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      values.add(Inputs.text(random).getBytes(StandardCharsets.US_ASCII));
    }
    all.add((context, in) -> context.in(in[Inputs.TEXT], values));
  }

  private static void time(List<Kernel> all) {
    for (DatePart part : DatePart.values()) {
      all.add((context, in) -> context.datePart(part, in[Inputs.ZONED]));
      if (part.truncates()) {
        all.add((context, in) -> context.truncate(part, in[Inputs.ZONED]));
      }
    }
  }

  private static void casts(List<Kernel> all) {
    cast(all, Inputs.LONG, DataType.INT32);
    cast(all, Inputs.LONG, DataType.FLOAT64);
    cast(all, Inputs.LONG, DataType.BOOL);
    cast(all, Inputs.INT32, DataType.of(Kind.DATE_MILLI));
    cast(all, Inputs.DOUBLE, DataType.INT64);
    cast(all, Inputs.DOUBLE, DataType.UINT64);
    cast(all, Inputs.DOUBLE, DataType.of(Kind.FLOAT32));
    cast(all, Inputs.DOUBLE, DataType.BOOL);
    cast(all, Inputs.BOOL, DataType.INT64);
    cast(all, Inputs.BOOL, DataType.FLOAT64);
    cast(all, Inputs.ZONED, DataType.timestamp(TimeUnit.MICROSECOND, null));
    cast(all, Inputs.ZONED, DataType.DATE_DAY);
    cast(all, Inputs.BINARY, DataType.UTF8);
  }

  private static void cast(List<Kernel> all, int column, DataType to) {
    all.add((context, in) -> context.cast(in[column], to));
  }
}
