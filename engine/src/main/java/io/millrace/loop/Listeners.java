package io.millrace.loop;

import io.millrace.metrics.BatchListener;
import io.millrace.metrics.BatchMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all listeners. What one of them throws is logged, and keeps nothing from the others. */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  private final List<BatchListener> listeners;

  Listeners(String query, List<BatchListener> listeners) {
    this.listeners = new ArrayList<>(listeners);
    this.listeners.addFirst(new BatchLog(query));
  }

  void onBatch(BatchMetrics metrics) {
    tell(listener -> listener.onBatch(metrics));
  }

  /** The query has ended; a null failure means that it was well. */
  void onEnd(Throwable failure) {
    if (failure != null) {
      tell(listener -> listener.onFailure(failure));
    }
    tell(BatchListener::onStop);
  }

  private void tell(Consumer<BatchListener> news) {
    for (BatchListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (Throwable e) {
        LOG.warn("A listener must not throw: listener={}", listener, e);
      }
    }
  }
}
