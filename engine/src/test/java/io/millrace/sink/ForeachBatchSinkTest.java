package io.millrace.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.UserException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class ForeachBatchSinkTest {
  private static final Result EMPTY = new Result(3, 0, new Schema(List.of()), List.of());

  @Test
  void handsEachResultOver() throws IOException {
    List<Result> seen = new ArrayList<>();
    new ForeachBatchSink(seen::add).write(EMPTY);
    assertThat(seen).containsExactly(EMPTY);
  }

  @Test
  void checkedExceptionsAreTheProgramsFault() {
    Exception cause = new Exception("no");
    ForeachBatchSink sink =
        new ForeachBatchSink(
            _ -> {
              throw cause;
            });
    assertThatThrownBy(() -> sink.write(EMPTY))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("batch=3")
        .hasCause(cause);
  }

  @Test
  void uncheckedAndInputOutputExceptionsPass() {
    IOException io = new IOException("disk");
    assertThatThrownBy(
            () ->
                new ForeachBatchSink(
                        _ -> {
                          throw io;
                        })
                    .write(EMPTY))
        .isSameAs(io);
    IllegalStateException unchecked = new IllegalStateException("no");
    assertThatThrownBy(
            () ->
                new ForeachBatchSink(
                        _ -> {
                          throw unchecked;
                        })
                    .write(EMPTY))
        .isSameAs(unchecked);
  }
}
