package io.millrace;

import io.millrace.error.UserException;
import io.millrace.source.FileFormat;
import java.util.ServiceLoader;

/** The file formats on the class path. */
final class FileFormats {
  private FileFormats() {}

  static FileFormat named(String name) {
    return ServiceLoader.load(FileFormat.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(format -> format.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "A file format must be on the class path: format="
                        + name
                        + ". Add the jar millrace-arrow-io."));
  }
}
