package io.millrace.cuda.time;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.memory.DeviceBlock;
import io.millrace.kernels.cpu.time.ZoneOffsets;
import java.lang.foreign.MemorySegment;
import java.time.zone.ZoneRules;
import java.util.HashMap;
import java.util.Map;

/** The tables of zones on the device, each brought there at its first use. */
public final class DeviceZones implements AutoCloseable {
  private final CudaDevice device;
  private final Map<String, DeviceBlock> tables = new HashMap<>();

  /** None yet. */
  public DeviceZones(CudaDevice device) {
    this.device = device;
  }

  /**
   * Where a zone's table is; 0 for UTC, which a null zone is too.
   *
   * @throws io.millrace.error.UserException if the zone is unknown
   */
  public long of(String zone) {
    if (zone == null) {
      return 0;
    }
    DeviceBlock known = tables.get(zone);
    if (known != null) {
      return known.address();
    }
    ZoneRules rules = ZoneOffsets.rules(zone);
    long[] table = ZoneTable.of(rules);
    if (rules.isFixedOffset() && table[2] == 0) {
      return 0;
    }
    DeviceBlock block =
        device
            .heap()
            .take(
                8L * table.length,
                at -> {
                  device.uploads().begin(at);
                  device.uploads().put(MemorySegment.ofArray(table));
                  device.uploads().finish();
                });
    tables.put(zone, block);
    return block.address();
  }

  @Override
  public void close() {
    tables.values().forEach(DeviceBlock::close);
    tables.clear();
  }
}
