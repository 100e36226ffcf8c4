package io.millrace.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.UserException;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendsTest {
  @Test
  void theCpuIsAlwaysThere() {
    assertThat(Backends.list())
        .anyMatch(found -> found.name().equals("cpu") && found.isAvailable());
    assertThat(Backends.provider("cpu").name()).isEqualTo("cpu");
  }

  @Test
  void anUnknownDeviceIsAnErrorThatNamesTheKnown() {
    assertThatThrownBy(() -> Backends.provider("tpu"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("device=tpu")
        .hasMessageContaining("cpu");
  }

  /** A provider whose construction fails, as one without its native library. */
  public static final class Broken implements BackendProvider {
    /** Fails. */
    public Broken() {
      throw new UnsatisfiedLinkError("no such driver");
    }

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public Availability availability() {
      return new Availability.Available("never");
    }

    @Override
    public Backend open(BufferAllocator allocator, int workers) {
      throw new AssertionError();
    }
  }

  /** A provider that fails when it is asked. */
  public static final class Silent implements BackendProvider {
    /** Does nothing. */
    public Silent() {}

    @Override
    public String name() {
      return "silent";
    }

    @Override
    public Availability availability() {
      throw new IllegalStateException("does not answer");
    }

    @Override
    public Backend open(BufferAllocator allocator, int workers) {
      throw new AssertionError();
    }
  }

  @Test
  void providersThatFailAreUnavailableAndTheOthersAreFound(@TempDir Path dir) throws IOException {
    Path services = Files.createDirectories(dir.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(BackendProvider.class.getName()),
        Broken.class.getName() + "\nno.such.Provider\n" + Silent.class.getName() + "\n");
    URI uri = dir.toUri();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {uri.toURL()}, BackendsTest.class.getClassLoader())) {
      List<Backends.Found> found = Backends.list(ServiceLoader.load(BackendProvider.class, loader));
      assertThat(found)
          .hasSize(4)
          .filteredOn(Backends.Found::isAvailable)
          .extracting(Backends.Found::name)
          .containsExactly("cpu");
      assertThat(found.toString())
          .contains("no such driver")
          .contains("no.such.Provider")
          .contains("does not answer");
    }
  }
}
