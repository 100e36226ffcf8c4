package io.millrace.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.ChildJvm;
import io.millrace.cli.Main;
import io.millrace.ipc.read.IpcReader;
import io.millrace.ipc.read.IpcReaders;
import io.millrace.ipc.read.ReadOptions;
import io.millrace.ipc.write.IpcStreamWriter;
import io.millrace.ipc.write.WriteLayout;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.types.DataType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code producer | millrace run ... | consumer}. */
@Timeout(120)
class PipeTest {
  private static final Schema SCHEMA = new Schema(List.of(DataType.INT64.field("n")));
  private static final String PROGRAM =
      """
      import static io.millrace.Functions.col;

      import io.millrace.StreamingContext;
      import io.millrace.Trigger;
      import io.millrace.transport.Endpoint;

      public class Odd {
        public static void main(String[] arguments) throws Exception {
          try (StreamingContext context =
              StreamingContext.builder().trigger(Trigger.AS_FAST_AS_POSSIBLE).create()) {
            context
                .ipcStream(Endpoint.standard())
                .filter(col("n").mod(2).equalTo(1))
                .toIpcStream(Endpoint.standard());
            context.start();
            context.awaitTermination();
          }
        }
      }
      """;

  @TempDir Path folder;

  private Path input(int batches, int rows) throws IOException {
    Path file = folder.resolve("in.arrows");
    try (BufferAllocator allocator = new RootAllocator();
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        IpcStreamWriter writer =
            new IpcStreamWriter(channel, WriteLayout.plain(SCHEMA), allocator)) {
      for (int i = 0; i < batches; i++) {
        ArrowBuf data = allocator.buffer(8L * rows);
        for (int row = 0; row < rows; row++) {
          data.setLong(8L * row, (long) i * rows + row);
        }
        Column column = Column.of(DataType.INT64, rows, 0, null, null, data);
        try (Batch batch = Batch.owning(SCHEMA, rows, List.of(column))) {
          writer.write(batch);
        }
      }
      writer.finish();
    }
    return file;
  }

  private int run(Path in, Path out, Path err) throws Exception {
    List<String> command = new ArrayList<>(ChildJvm.java());
    Path program = TestProgram.source(folder, "Odd", PROGRAM);
    command.addAll(List.of(Main.class.getName(), "run", program.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(Files.readString(err)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void standardOutputHoldsTheStreamAndNothingElse() throws Exception {
    Path out = folder.resolve("out.arrows");
    Path err = folder.resolve("err.txt");
    int code = run(input(5, 1_000), out, err);
    assertThat(code).as(Files.readString(err)).isZero();
    List<Long> rows = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        IpcReader reader = IpcReaders.open(out, allocator, ReadOptions.DEFAULT)) {
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        try (Batch closing = batch) {
          for (int row = 0; row < closing.rows(); row++) {
            rows.add(closing.column(0).data().getLong(8L * (closing.column(0).offset() + row)));
          }
        }
      }
    }
    assertThat(rows).hasSize(2_500);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i)).isEqualTo(2L * i + 1);
    }
    byte[] bytes = Files.readAllBytes(out);
    assertThat(java.util.Arrays.copyOfRange(bytes, bytes.length - 8, bytes.length))
        .containsExactly(-1, -1, -1, -1, 0, 0, 0, 0);
  }

  @Test
  void inputThatIsCutShortFailsTheProgram() throws Exception {
    Path in = input(5, 1_000);
    try (FileChannel channel = FileChannel.open(in, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 100);
    }
    Path err = folder.resolve("err.txt");
    assertThat(run(in, folder.resolve("out"), err)).isNotZero();
    assertThat(Files.readString(err)).contains("standard input", "went away within a message");
  }

  @Test
  void inputWithoutAByteFailsTheProgram() throws Exception {
    Path err = folder.resolve("err.txt");
    Path nothing = Files.createFile(folder.resolve("nothing"));
    assertThat(run(nothing, folder.resolve("out"), err)).isEqualTo(1);
    assertThat(Files.readString(err))
        .contains("A stream begins with its columns: input=standard input")
        .doesNotContain("\tat ", "peer");
  }
}
