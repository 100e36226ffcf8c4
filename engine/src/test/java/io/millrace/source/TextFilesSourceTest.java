package io.millrace.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.DataException;
import io.millrace.error.UserException;
import io.millrace.time.ManualClock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFilesSourceTest {
  private final BufferAllocator root = new RootAllocator();
  private TextFilesSource source;
  private int files;

  @TempDir Path folder;

  @AfterEach
  void nothingLeaks() {
    if (source != null) {
      source.close();
    }
    root.close();
  }

  private void open(MalformedText policy) {
    open(policy, Parallel.NONE);
  }

  private void open(MalformedText policy, Parallel parallel) {
    source = new TextFilesSource(folder, policy);
    source.open(new SourceContext(root, new ManualClock(0), parallel));
  }

  /** As many threads as there are tasks, the last one first. */
  private static void backwards(int tasks, IntConsumer task) {
    List<Thread> threads = new ArrayList<>();
    for (int i = tasks - 1; i >= 0; i--) {
      int number = i;
      threads.add(Thread.ofPlatform().start(() -> task.accept(number)));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path put(String name, String text) throws IOException {
    return put(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Path put(String name, byte[] text) throws IOException {
    Path file = Files.write(folder.resolve(name), text);
    return Files.setLastModifiedTime(file, FileTime.fromMillis(1_000L * ++files));
  }

  private Offset end(Limit limit) {
    try (Polled polled = source.poll(limit)) {
      return polled.to();
    }
  }

  private List<Object> poll(Limit limit) {
    return Batches.firstColumn(source.poll(limit));
  }

  @Test
  void linesOfAllFilesInOrder() throws IOException {
    put("b", "one\n\ntwo\r\n");
    put("a", "three");
    put("empty", "");
    put("c", "\n");
    open(MalformedText.REPLACE);
    Polled polled = source.poll(Limit.NONE);
    assertThat(polled.from().text()).isEqualTo("start");
    assertThat(polled.to().text()).isEqualTo("file=c, modified=1970-01-01T00:00:04Z, byte=1");
    assertThat(polled.more()).isFalse();
    assertThat(polled.batches()).hasSize(1);
    assertThat(polled.bytesCopied()).isEqualTo(16);
    assertThat(Batches.firstColumn(polled)).containsExactly("one", "", "two", "three", "");
    assertThat(poll(Limit.NONE)).isEmpty();
    put("d", "later");
    assertThat(poll(Limit.NONE)).containsExactly("later");
  }

  @Test
  void aRowLimitCutsFilesAndOffsetsSayWhere() throws IOException {
    put("a", "1\n22\n333");
    put("b", "4\n5\n");
    open(MalformedText.REPLACE);
    Limit two = new Limit(2, Long.MAX_VALUE);
    Polled first = source.poll(two);
    assertThat(first.more()).isTrue();
    assertThat(first.to().text()).isEqualTo("file=a, modified=1970-01-01T00:00:01Z, byte=5");
    assertThat(Batches.firstColumn(first)).containsExactly("1", "22");
    Polled second = source.poll(two);
    assertThat(second.from().text()).isEqualTo("file=a, modified=1970-01-01T00:00:01Z, byte=5");
    assertThat(second.to().text()).isEqualTo("file=b, modified=1970-01-01T00:00:02Z, byte=2");
    assertThat(Batches.firstColumn(second)).containsExactly("333", "4");
    assertThat(poll(two)).containsExactly("5");
  }

  /** Wherever a run ends, the next one goes on with the line after it. */
  @Test
  void anotherRunGoesOnAtAnyOffset() throws IOException {
    put("b", "1\n22\n333");
    put("a", "4\r\n\n");
    put("c, byte=7", "6\n");
    List<Object> all = List.of("1", "22", "333", "4", "", "6");
    for (int rows = 1; rows <= all.size(); rows++) {
      open(MalformedText.REPLACE);
      Polled first = source.poll(new Limit(rows, Long.MAX_VALUE));
      assertThat(Batches.firstColumn(first)).isEqualTo(all.subList(0, rows));
      source.close();
      open(MalformedText.REPLACE);
      source.seek(first.to());
      Polled rest = source.poll(Limit.NONE);
      assertThat(rest.from()).isEqualTo(first.to());
      assertThat(Batches.firstColumn(rest)).isEqualTo(all.subList(rows, all.size()));
      source.close();
    }
    open(MalformedText.REPLACE);
    source.seek(FilePlace.START);
    assertThat(poll(Limit.NONE)).isEqualTo(all);
  }

  @Test
  void anotherRunTakesWhatCameMeanwhile() throws IOException {
    put("a", "1\n2\n");
    Path read = put("b", "3\n");
    open(MalformedText.REPLACE);
    Offset end = end(Limit.NONE);
    source.close();
    Files.delete(read);
    put("a", "again\n");
    put("0", "new\n");
    open(MalformedText.REPLACE);
    source.seek(end);
    assertThat(poll(Limit.NONE)).as("a was written since").containsExactly("again", "new");
    assertThat(poll(Limit.NONE)).isEmpty();
  }

  @Test
  void aPlaceWaitsForAFolderThatIsAway() throws IOException {
    put("a", "1\n2\n");
    open(MalformedText.REPLACE);
    Offset middle = end(new Limit(1, Long.MAX_VALUE));
    source.close();
    Path away = folder.resolveSibling(folder.getFileName() + "-away");
    Files.move(folder, away);
    open(MalformedText.REPLACE);
    source.seek(middle);
    Polled nothing = source.poll(Limit.NONE);
    assertThat(nothing.rows()).isZero();
    assertThat(nothing.to()).isEqualTo(middle);
    Files.move(away, folder);
    assertThat(poll(Limit.NONE)).containsExactly("2");
  }

  @Test
  void anOffsetOfAnotherKindIsRefused() {
    open(MalformedText.REPLACE);
    for (String text :
        List.of("rows=5", "", "file=a, byte=5", "file=a, modified=then, byte=5", "byte=5")) {
      assertThatThrownBy(() -> source.seek(new Offset(text)))
          .isInstanceOf(UserException.class)
          .hasMessageContainingAll(
              "An offset must be one that its source has given",
              "offset=" + text,
              "file=a, modified=1970-01-01T00:00:00Z, byte=0");
    }
  }

  @Test
  void aByteLimitNeverSplitsALineAndLeavesOneAtLeast() throws IOException {
    put("a", "a long line here\nb\nc\n");
    open(MalformedText.REPLACE);
    Limit three = new Limit(Long.MAX_VALUE, 3);
    assertThat(poll(three)).containsExactly("a long line here");
    List<Object> rest = new ArrayList<>();
    for (List<Object> rows = poll(three); !rows.isEmpty(); rows = poll(three)) {
      assertThat(rows).hasSizeBetween(1, 2);
      rest.addAll(rows);
    }
    assertThat(rest).containsExactly("b", "c");
  }

  @Test
  void manyLinesInManyBatchesAndPolls() throws IOException {
    List<Object> expected =
        IntStream.range(0, 300_000)
            .mapToObj(i -> "line " + "-".repeat(i % 17) + i)
            .collect(Collectors.toList());
    put("a", expected.stream().map(Object::toString).collect(Collectors.joining("\n")));
    open(MalformedText.REPLACE);
    List<Object> found = new ArrayList<>();
    for (boolean more = true; more; ) {
      Polled polled = source.poll(new Limit(70_001, 1 << 21));
      more = polled.more();
      found.addAll(Batches.firstColumn(polled));
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void malformedTextIsReplacedAndCounted() throws IOException {
    put(
        "a",
        new byte[] {
          'o',
          'k',
          '\n',
          (byte) 0xC3,
          '\n',
          'x',
          (byte) 0xFF,
          (byte) 0xFE,
          'y',
          '\n',
          (byte) 0xC3,
          (byte) 0xA4
        });
    open(MalformedText.REPLACE);
    assertThat(poll(Limit.NONE)).containsExactly("ok", "\uFFFD", "x\uFFFD\uFFFDy", "ä");
    assertThat(source.rowsReplaced()).isEqualTo(2);
  }

  /** Lines as a large file has them, now and then one of more than a batch. */
  private static List<Object> longText() {
    return IntStream.range(0, 500_000)
        .mapToObj(i -> i % 190_000 == 7 ? "x".repeat(3_000_000 + i) : "größe " + "-".repeat(i % 29))
        .collect(Collectors.toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void aLargeFileIsCutByManyThreadsAsByOne(String newline) throws IOException {
    List<Object> expected = longText();
    put("a", expected.stream().map(Object::toString).collect(Collectors.joining(newline)));
    open(MalformedText.FAIL, TextFilesSourceTest::backwards);
    assertThat(poll(new Limit(17, Long.MAX_VALUE))).isEqualTo(expected.subList(0, 17));
    List<Object> found = new ArrayList<>(expected.subList(0, 17));
    Offset to = null;
    for (boolean more = true; more; ) {
      Polled polled = source.poll(new Limit(Long.MAX_VALUE, 9_000_000));
      assertThat(to == null || polled.from().equals(to)).isTrue();
      to = polled.to();
      more = polled.more();
      found.addAll(Batches.firstColumn(polled));
    }
    assertThat(found).isEqualTo(expected);
    assertThat(to.text()).endsWith("byte=" + Files.size(folder.resolve("a")));
  }

  @Test
  void manyThreadsReplaceAndCountMalformedText() throws IOException {
    byte[] text = "fine\n".repeat(2_000_000).getBytes(StandardCharsets.UTF_8);
    for (int at = 1; at < text.length; at += 1_000_000) {
      text[at] = (byte) 0xFF;
    }
    put("a", text);
    open(MalformedText.REPLACE, TextFilesSourceTest::backwards);
    assertThat(poll(Limit.NONE)).hasSize(2_000_000).filteredOn("f\uFFFDne"::equals).hasSize(10);
    assertThat(source.rowsReplaced()).isEqualTo(10);
  }

  @Test
  void manyThreadsNameTheFirstMalformedByte() throws IOException {
    byte[] text = "fine\n".repeat(2_000_000).getBytes(StandardCharsets.UTF_8);
    text[9_000_001] = (byte) 0xFF;
    text[3_000_001] = (byte) 0xFE;
    put("a", text);
    open(MalformedText.FAIL, TextFilesSourceTest::backwards);
    assertThatThrownBy(() -> source.poll(Limit.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("file=a", "byte=3000001,", "value=0xfe");
  }

  @Test
  void malformedTextFailsUnderTheStrictPolicy() throws IOException {
    put("fine", "ä\n".repeat(300_000));
    put("bad", new byte[] {'o', 'k', '\n', (byte) 0xC3, '\n'});
    open(MalformedText.FAIL);
    assertThatThrownBy(() -> source.poll(Limit.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("file=bad", "byte=4,", "value=0xa");
  }

  @Test
  void aFileThatGoesAwayBeforeItsTurnIsLeftOut() throws IOException {
    put("a", "1\n2\n");
    Path gone = put("b", "3\n");
    put("c", "4\n");
    open(MalformedText.REPLACE);
    assertThat(poll(new Limit(1, Long.MAX_VALUE))).containsExactly("1");
    Files.delete(gone);
    assertThat(poll(Limit.NONE)).containsExactly("2", "4");
  }

  @Test
  void aFolderThatIsMissingIsEmptyUntilItComes() throws IOException {
    Path later = folder.resolve("later");
    source = new TextFilesSource(later);
    source.open(new SourceContext(root, new ManualClock(0)));
    assertThat(poll(Limit.NONE)).isEmpty();
    Files.createDirectory(later);
    Files.writeString(later.resolve("a"), "x");
    assertThat(poll(Limit.NONE)).containsExactly("x");
  }

  @Test
  void aFileThatIsCutShortWhileItIsReadFails() throws IOException {
    Path file = put("a", "line\n".repeat(1_000_000));
    open(MalformedText.REPLACE);
    assertThat(poll(new Limit(1, Long.MAX_VALUE))).containsExactly("line");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
    assertThatThrownBy(() -> source.poll(Limit.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("cut short", "file=a");
  }

  @Test
  void whatIsHalfReadIsReleasedOnClose() throws IOException {
    put("a", "1\n2\nlast");
    open(MalformedText.REPLACE);
    assertThat(poll(new Limit(2, Long.MAX_VALUE))).hasSize(2);
    source.close();
    assertThat(root.getAllocatedMemory()).isZero();
  }
}
