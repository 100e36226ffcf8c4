package io.millrace.bench.device;

import static io.millrace.bench.device.TimedCase.kernels;

import io.millrace.kernels.Exploded;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Selection;
import io.millrace.kernels.Vec;
import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.op.Comparison;
import io.millrace.kernels.op.DatePart;
import io.millrace.kernels.op.MathFunction;
import io.millrace.kernels.op.TextFunction;
import io.millrace.kernels.op.TextMatch;
import io.millrace.kernels.types.DataType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Kernels that make columns of columns, a case or more of each family. */
final class KernelCases {
  private static final List<Object> SET = List.of(1L, 2L, 3L, 5L, 8L, 13L, 21L, 34L);
  private static final byte[] BLANK = " ".getBytes(StandardCharsets.US_ASCII);

  private KernelCases() {}

  /** A kernel of one vector or two. */
  private static TimedCase of(
      String name, DataType type, BiFunction<KernelContext, Vec[], Vec> kernel, int... columns) {
    return kernels(
        name,
        columns,
        List.of(type),
        (context, staged, from, count) -> {
          Vec[] loaded = new Vec[columns.length];
          for (int i = 0; i < loaded.length; i++) {
            loaded[i] = context.load(staged, columns[i], from, count);
          }
          return new Vec[] {kernel.apply(context, loaded)};
        });
  }

  /** Over {@link TimedRows#numbers}. */
  static List<TimedCase> numbers() {
    DataType int64 = DataType.INT64;
    DataType float64 = DataType.FLOAT64;
    List<TimedCase> cases = new ArrayList<>();
    cases.add(of("load int32, widened", DataType.INT32, (c, in) -> in[0], TimedRows.NARROW));
    cases.add(
        of(
            "int64 + int64",
            int64,
            (c, in) -> c.arithmetic(Arithmetic.ADD, int64, in[0], in[1]),
            TimedRows.ANY,
            TimedRows.SMALL));
    cases.add(
        of(
            "int64 + int64, an eighth null",
            int64,
            (c, in) -> c.arithmetic(Arithmetic.ADD, int64, in[0], in[1]),
            TimedRows.ANY,
            TimedRows.NULLABLE));
    cases.add(
        of(
            "int64 % int64",
            int64,
            (c, in) -> c.arithmetic(Arithmetic.MODULO, int64, in[0], in[1]),
            TimedRows.ANY,
            TimedRows.SMALL));
    cases.add(
        of(
            "float64 * float64",
            float64,
            (c, in) -> c.arithmetic(Arithmetic.MULTIPLY, float64, in[0], in[0]),
            TimedRows.DOUBLE));
    cases.add(
        of(
            "square root of float64",
            float64,
            (c, in) -> c.math(MathFunction.SQRT, in[0]),
            TimedRows.DOUBLE));
    cases.add(
        of(
            "int64 < int64",
            DataType.BOOL,
            (c, in) -> c.compare(Comparison.LESS, in[0], in[1]),
            TimedRows.ANY,
            TimedRows.SMALL));
    cases.add(of("int64 in 8 values", DataType.BOOL, (c, in) -> c.in(in[0], SET), TimedRows.SMALL));
    cases.add(
        of(
            "case when",
            int64,
            (c, in) -> c.choose(c.compare(Comparison.LESS, in[0], in[1]), in[0], in[1]),
            TimedRows.ANY,
            TimedRows.SMALL));
    cases.add(
        of(
            "int64 cast to int32",
            DataType.INT32,
            (c, in) -> c.cast(in[0], DataType.INT32),
            TimedRows.SMALL));
    cases.add(
        of(
            "hour in Europe/Berlin",
            int64,
            (c, in) -> c.datePart(DatePart.HOUR, in[0]),
            TimedRows.INSTANT));
    cases.add(
        of(
            "beginning of the day in Europe/Berlin",
            TimedRows.TIME,
            (c, in) -> c.truncate(DatePart.DAY, in[0]),
            TimedRows.INSTANT));
    cases.add(
        kernels(
            "filter of a half, two columns gathered",
            new int[] {TimedRows.ANY, TimedRows.SMALL},
            List.of(int64, int64),
            (context, staged, from, count) -> {
              Vec any = context.load(staged, TimedRows.ANY, from, count);
              Vec small = context.load(staged, TimedRows.SMALL, from, count);
              Vec zero = context.literal(int64, 0L, count);
              Selection half = context.select(context.compare(Comparison.LESS, small, zero));
              return new Vec[] {context.gather(any, half), context.gather(small, half)};
            }));
    return cases;
  }

  /** Over {@link TimedRows#texts}. */
  static List<TimedCase> texts() {
    return List.of(
        of("length", DataType.INT64, (c, in) -> c.length(in[0]), TimedRows.PHRASE),
        of(
            "upper case",
            DataType.UTF8,
            (c, in) -> c.text(TextFunction.UPPER, in[0]),
            TimedRows.PHRASE),
        of("trim", DataType.UTF8, (c, in) -> c.text(TextFunction.TRIM, in[0]), TimedRows.PHRASE),
        of("substring", DataType.UTF8, (c, in) -> c.substring(in[0], 6, 9), TimedRows.PHRASE),
        of(
            "contains",
            DataType.BOOL,
            (c, in) ->
                c.match(
                    TextMatch.CONTAINS,
                    in[0],
                    c.literal(
                        DataType.UTF8, "777".getBytes(StandardCharsets.US_ASCII), in[0].length())),
            TimedRows.PHRASE),
        of(
            "text = text",
            DataType.BOOL,
            (c, in) -> c.compare(Comparison.EQUAL, in[0], in[1]),
            TimedRows.KEY,
            TimedRows.PHRASE),
        of(
            "concatenation",
            DataType.UTF8,
            (c, in) -> c.concat(in[0], in[1]),
            TimedRows.KEY,
            TimedRows.PHRASE));
  }

  /** Over {@link TimedRows#lines}. */
  static List<TimedCase> lines() {
    return List.of(
        of("words at white space", DataType.UTF8, (c, in) -> words(c.split(in[0], null)), 0),
        of("words at a blank", DataType.UTF8, (c, in) -> words(c.split(in[0], BLANK)), 0),
        of("second word", DataType.UTF8, (c, in) -> c.splitPart(in[0], BLANK, 1), 0));
  }

  private static Vec words(Exploded split) {
    return split.parts();
  }
}
