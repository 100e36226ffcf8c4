package io.millrace.kernels.cpu.time;

import java.util.HashMap;
import java.util.Map;

/** One worker's zones, each looked up once. */
public final class Zones {
  private final Map<String, ZoneOffsets> zones = new HashMap<>();

  /** None yet. */
  public Zones() {}

  /**
   * The offsets of a zone; UTC for null.
   *
   * @throws io.millrace.error.UserException if the zone is unknown
   */
  public ZoneOffsets of(String zone) {
    return zones.computeIfAbsent(zone, ZoneOffsets::of);
  }
}
