package io.millrace.cuda.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.emulator.Emulator;
import io.millrace.cuda.emulator.Schedules;
import io.millrace.cuda.emulator.TestedDevice;
import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.cpu.CpuBackendProvider;
import io.millrace.kernels.fixture.KernelHarness;
import io.millrace.kernels.fixture.KernelHarness.Kernel;
import io.millrace.kernels.fixture.Samples;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.op.Comparison;
import io.millrace.kernels.op.DatePart;
import io.millrace.kernels.op.TextFunction;
import io.millrace.kernels.op.TextMatch;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels of each kind give the CPU's results in whatever order their threads run. */
class SchedulesTest {
  private static final int ROWS = 1_500;
  private static final byte[] COMMA = ",".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TWO = ", ".getBytes(StandardCharsets.UTF_8);

  private static final DataType BERLIN = DataType.timestamp(TimeUnit.MILLISECOND, "Europe/Berlin");

  private static final TestColumn[] COLUMNS = {
    Samples.column(DataType.INT64, ROWS, 5, 1),
    Samples.column(DataType.of(Kind.INT8), ROWS, 7, 2),
    Samples.column(DataType.FLOAT64, ROWS, 5, 3),
    Samples.column(DataType.BOOL, ROWS, 5, 4),
    Samples.column(DataType.UTF8, ROWS, 5, 5),
    ascii(),
    Samples.column(BERLIN, ROWS, 5, 7),
  };

  private static TestColumn ascii() {
    Random random = new Random(6);
    List<Object> texts = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(90); i > 0; i--) {
        text.append("aBcXyZ, \t".charAt(random.nextInt(9)));
      }
      texts.add(random.nextInt(9) == 0 ? null : text.toString());
    }
    return TestColumn.of(DataType.UTF8, texts);
  }

  private static final Map<String, Kernel> KERNELS = kernels();

  private static Map<String, Kernel> kernels() {
    Map<String, Kernel> kernels = new LinkedHashMap<>();
    kernels.put("add", (c, in) -> c.arithmetic(Arithmetic.ADD, DataType.INT64, in[0], in[1]));
    kernels.put("modulo", (c, in) -> c.arithmetic(Arithmetic.MODULO, DataType.INT64, in[0], in[1]));
    kernels.put(
        "greatest", (c, in) -> c.arithmetic(Arithmetic.GREATEST, DataType.FLOAT64, in[2], in[2]));
    kernels.put("less", (c, in) -> c.compare(Comparison.LESS, in[1], in[0]));
    kernels.put("or", (c, in) -> c.or(in[3], c.isNull(in[0])));
    kernels.put("choose", (c, in) -> c.choose(in[3], in[4], in[5]));
    kernels.put("gather", (c, in) -> c.gather(in[5], c.select(in[3])));
    kernels.put("narrow", (c, in) -> c.cast(in[2], DataType.INT32));
    kernels.put("hour", (c, in) -> c.datePart(DatePart.HOUR, in[6]));
    kernels.put("month", (c, in) -> c.truncate(DatePart.MONTH, in[6]));
    kernels.put("length", (c, in) -> c.length(in[4]));
    kernels.put("upper", (c, in) -> c.text(TextFunction.UPPER, in[5]));
    kernels.put("trim", (c, in) -> c.text(TextFunction.TRIM, in[5]));
    kernels.put("concat", (c, in) -> c.concat(in[4], in[5], in[4]));
    kernels.put("contains", (c, in) -> c.match(TextMatch.CONTAINS, in[5], in[4]));
    kernels.put("words", (c, in) -> c.split(in[5], null).parts());
    kernels.put("split at one", (c, in) -> c.split(in[5], COMMA).parts());
    kernels.put("split at two", (c, in) -> c.split(in[5], TWO).parts());
    kernels.put("parents", (c, in) -> c.gather(in[0], c.split(in[5], null).parents()));
    kernels.put("part", (c, in) -> c.splitPart(in[5], COMMA, 1));
    return kernels;
  }

  @AfterEach
  void settings() {
    Emulator.reset();
  }

  static List<Schedules> schedules() {
    TestedDevice.require();
    return Schedules.all().toList();
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void kernelsDoNotDependOnTheOrderOfThreads(Schedules schedule) {
    BackendProvider cuda = TestedBackend.provider();
    schedule.use();
    try (KernelHarness device = new KernelHarness(cuda);
        KernelHarness cpu = new KernelHarness(new CpuBackendProvider())) {
      KERNELS.forEach(
          (name, kernel) ->
              assertThat(device.once(kernel, COLUMNS))
                  .as(name)
                  .isEqualTo(cpu.once(kernel, COLUMNS)));
    }
  }
}
