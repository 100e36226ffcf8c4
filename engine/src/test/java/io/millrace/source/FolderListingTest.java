package io.millrace.source;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class FolderListingTest {
  @TempDir Path folder;

  private Path put(String name, long modifiedMillis) throws IOException {
    Path file = Files.writeString(folder.resolve(name), name);
    return Files.setLastModifiedTime(file, FileTime.fromMillis(modifiedMillis));
  }

  private static List<String> names(FolderListing listing) {
    return listing.poll().stream().map(FoundFile::name).toList();
  }

  @Test
  void findsEachFileOnceByTimeThenName() throws IOException {
    put("c", 1_000);
    put("b", 2_000);
    put("a", 2_000);
    FolderListing listing = new FolderListing(folder);
    assertThat(names(listing)).containsExactly("c", "a", "b");
    assertThat(names(listing)).isEmpty();
    put("early", 500);
    put("d", 3_000);
    assertThat(names(listing)).containsExactly("early", "d");
  }

  @Test
  void namesOfWorkInProgressAreIgnoredUntilRenamed() throws IOException {
    put(".hidden", 1);
    put("_SUCCESS", 1);
    put("a.tmp", 1);
    Files.createDirectory(folder.resolve("folder"));
    FolderListing listing = new FolderListing(folder);
    assertThat(names(listing)).isEmpty();
    Files.move(folder.resolve("a.tmp"), folder.resolve("a"));
    assertThat(listing.poll())
        .containsExactly(new FoundFile(folder.resolve("a"), FileTime.fromMillis(1), 5));
  }

  @Test
  void theCallersFilterHolds() throws IOException {
    put("a.arrow", 1);
    put("a.csv", 1);
    assertThat(names(new FolderListing(folder, name -> name.endsWith(".arrow"))))
        .containsExactly("a.arrow");
  }

  @Test
  void aNameCountsOnceWhileItStaysAndAgainWhenItHasGone() throws IOException {
    put("a", 1);
    FolderListing listing = new FolderListing(folder);
    assertThat(names(listing)).containsExactly("a");
    Path other = put("b.tmp", 2);
    Files.move(other, folder.resolve("a"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(names(listing)).isEmpty();
    Files.delete(folder.resolve("a"));
    assertThat(names(listing)).isEmpty();
    put("a", 3);
    assertThat(names(listing)).containsExactly("a");
  }

  @Test
  void aFolderThatGoesAwayIsLoggedOnceAndNothingIsForgotten() throws IOException {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(FolderListing.class);
    boolean additive = logger.isAdditive();
    logger.setAdditive(false);
    logger.addAppender(log);
    log.start();
    try {
      put("a", 1);
      FolderListing listing = new FolderListing(folder);
      assertThat(names(listing)).containsExactly("a");
      Path elsewhere = folder.resolveSibling(folder.getFileName() + "-away");
      Files.move(folder, elsewhere);
      assertThat(names(listing)).isEmpty();
      assertThat(names(listing)).isEmpty();
      assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN);
      Files.move(elsewhere, folder);
      put("b", 2);
      assertThat(names(listing)).containsExactly("b");
    } finally {
      logger.detachAppender(log);
      logger.setAdditive(additive);
    }
  }

  @Test
  void aFolderThatIsAFileHasNothing() throws IOException {
    assertThat(names(new FolderListing(put("file", 1)))).isEmpty();
  }
}
