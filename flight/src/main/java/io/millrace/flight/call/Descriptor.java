package io.millrace.flight.call;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.error.UserException;
import org.apache.arrow.flight.impl.Flight.FlightDescriptor;

/** What a call is about: a name, or a command. */
sealed interface Descriptor {
  /** Something that has a name in the catalogue. */
  record Named(String name) implements Descriptor {}

  /** A query that is described in the command itself. */
  record Command(byte[] bytes) implements Descriptor {}

  static Descriptor of(byte[] serialised) {
    try {
      return of(FlightDescriptor.parseFrom(serialised));
    } catch (InvalidProtocolBufferException e) {
      throw new UserException("A descriptor must be one of Flight's: " + e.getMessage(), e);
    }
  }

  static Descriptor of(FlightDescriptor descriptor) {
    return switch (descriptor.getType()) {
      case PATH -> {
        if (descriptor.getPathCount() != 1) {
          throw new UserException(
              "A path has one part, the name: path=" + descriptor.getPathList() + ".");
        }
        yield new Named(descriptor.getPath(0));
      }
      case CMD -> new Command(descriptor.getCmd().toByteArray());
      default ->
          throw new UserException(
              "A call must say what it is about: descriptor=none. Give a path of one name, or a"
                  + " command.");
    };
  }
}
