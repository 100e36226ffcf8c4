package io.millrace.cli.demo;

import io.millrace.Device;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Devices as they are written on the command line: in lower case. */
final class DeviceNames implements ITypeConverter<Device>, Iterable<String> {
  @Override
  public Device convert(String text) {
    for (Device device : Device.values()) {
      if (name(device).equals(text.toLowerCase(Locale.ROOT))) {
        return device;
      }
    }
    throw new TypeConversionException("'" + text + "' is none of " + String.join(", ", this));
  }

  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(Device.values()).map(DeviceNames::name).iterator();
  }

  private static String name(Device device) {
    return device.name().toLowerCase(Locale.ROOT);
  }
}
