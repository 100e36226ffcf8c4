package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {
  private final Terminal plain = new Terminal(false, false);
  private final Terminal rich = new Terminal(true, true);

  @Test
  void barsAreDrawnToTheEighthOfACharacter() {
    assertThat(rich.bar(1, 4)).isEqualTo("████");
    assertThat(rich.bar(0.5, 4)).isEqualTo("██");
    assertThat(rich.bar(1.0 / 32, 4)).isEqualTo("▏");
    assertThat(rich.bar(7.0 / 32, 4)).isEqualTo("▉");
    assertThat(rich.bar(0, 4)).isEmpty();
    assertThat(rich.bar(2, 4)).isEqualTo("████");
  }

  @Test
  void whereThereIsOnlyAsciiBarsAreOfIt() {
    assertThat(plain.bar(1, 4)).isEqualTo("####");
    assertThat(plain.bar(0.4, 4)).isEqualTo("##");
  }

  @Test
  void stylesEndWithTheirText() {
    assertThat(rich.bold("x")).isEqualTo("\u001b[1mx\u001b[0m");
    assertThat(plain.bold("x")).isEqualTo("x");
  }
}
