package io.millrace.time;

/** Wall clock time. */
enum SystemClock implements Clock {
  INSTANCE;

  @Override
  public long millis() {
    return System.currentTimeMillis();
  }

  @Override
  public void awaitMillis(long time) throws InterruptedException {
    for (long left = time - millis(); left > 0; left = time - millis()) {
      Thread.sleep(left);
    }
  }
}
