package io.millrace.bench.compare;

import io.millrace.error.InternalException;
import java.util.HashMap;
import java.util.Map;

/** Holds contenders to one result. Not thread-safe. */
final class Agreement {
  private final Scenario scenario;
  private final Map<String, ResultDigest> bounds = new HashMap<>();
  private ResultDigest agreed;
  private String first;

  Agreement(Scenario scenario) {
    this.scenario = scenario;
  }

  /** The result that all gave so far; null if there was none. */
  ResultDigest digest() {
    return agreed;
  }

  /**
   * Compares one more result with those before.
   *
   * @throws InternalException if it is another one
   */
  void check(Contender contender, ResultDigest digest) {
    if (contender.role() == Role.BOUND) {
      ResultDigest before = bounds.putIfAbsent(contender.name(), digest);
      require(before == null || before.equals(digest), contender.name(), before, contender, digest);
    } else if (agreed == null) {
      agreed = digest;
      first = contender.name();
    } else {
      require(agreed.equals(digest), first, agreed, contender, digest);
    }
  }

  private void require(
      boolean equal, String who, ResultDigest before, Contender contender, ResultDigest digest) {
    if (!equal) {
      throw new InternalException(
          "Rule: all contenders give the same result. scenario=%s, %s=%s, %s=%s. One is wrong: compare both results on a small scale."
              .formatted(scenario.name(), who, before, contender.name(), digest));
    }
  }
}
