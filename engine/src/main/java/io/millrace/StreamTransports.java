package io.millrace;

import io.millrace.error.UserException;
import io.millrace.transport.StreamTransport;
import java.util.ServiceLoader;

/** The stream transports on the class path. */
final class StreamTransports {
  private StreamTransports() {}

  static StreamTransport named(String name) {
    return ServiceLoader.load(StreamTransport.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(transport -> transport.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "A stream transport must be on the class path: transport="
                        + name
                        + ". Add the jar millrace-arrow-io."));
  }
}
