package io.millrace.bench.compare;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A contender that follows a script: times in turn, one result, and a log of what was asked. */
class Scripted implements Contender {
  private final String name;
  private final Role role;
  private final List<String> log;
  private final Deque<Measurement> script = new ArrayDeque<>();
  private boolean supports = true;
  private boolean failsToClose;

  Scripted(String name, Role role, List<String> log) {
    this.name = name;
    this.role = role;
    this.log = log;
  }

  /** One more run, with the result that {@code hash} stands for. */
  Scripted then(long nanos, long hash) {
    script.add(new Measurement(nanos, new ResultDigest(1, hash)));
    return this;
  }

  Scripted supportingNothing() {
    supports = false;
    return this;
  }

  Scripted failingToClose() {
    failsToClose = true;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Role role() {
    return role;
  }

  @Override
  public boolean supports(Query query) {
    return supports;
  }

  @Override
  public void prepare(Workload workload) {
    log.add("prepare " + name);
  }

  @Override
  public String version() {
    return "0";
  }

  @Override
  public Measurement run() {
    log.add("run " + name);
    return script.remove();
  }

  @Override
  public void close() throws IOException {
    log.add("close " + name);
    if (failsToClose) {
      throw new IOException("cannot close " + name);
    }
  }
}
