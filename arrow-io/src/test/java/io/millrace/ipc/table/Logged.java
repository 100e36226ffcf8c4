package io.millrace.ipc.table;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a package says at warning level and above while this is open. */
public final class Logged extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger logger;
  private final List<String> lines = new ArrayList<>();

  public Logged(String packageName) {
    logger = (Logger) LoggerFactory.getLogger(packageName);
    setContext(logger.getLoggerContext());
    start();
    logger.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
      synchronized (lines) {
        lines.add(event.getFormattedMessage());
        lines.notifyAll();
      }
    }
  }

  /** Waits for a line that has all these parts. */
  public String await(String... parts) throws InterruptedException {
    synchronized (lines) {
      while (true) {
        for (String line : lines) {
          if (List.of(parts).stream().allMatch(line::contains)) {
            return line;
          }
        }
        lines.wait();
      }
    }
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    stop();
  }
}
