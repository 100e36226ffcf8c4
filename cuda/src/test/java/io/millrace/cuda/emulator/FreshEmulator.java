package io.millrace.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Begins each test with the emulator's settings as at the start, and ends it with no memory of the
 * device left, and no context. Skips tests where there is no emulator.
 */
public final class FreshEmulator implements BeforeEachCallback, AfterEachCallback {
  @Override
  public void beforeEach(ExtensionContext context) {
    Emulator.require();
    Emulator.reset();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Emulator.require();
    Emulator.reset();
    assertThat(Emulator.liveAllocations()).isZero();
    assertThat(Emulator.hasPrimaryContext()).as("the context was not given back").isFalse();
  }
}
