package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.UserException;
import io.millrace.placement.ShadowShare;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultsTest {
  private static final String DEVICE = Defaults.Key.DEVICE.property();

  @AfterEach
  void clear() {
    System.clearProperty(DEVICE);
    System.clearProperty("millrace.unheard.of");
  }

  @Test
  void nothingSetMeansWhatTheKeysSay() {
    assertThat(Defaults.of(Map.of()))
        .isEqualTo(
            new Defaults(
                Duration.ofSeconds(1),
                Trigger.INTERVAL,
                Device.AUTO,
                0,
                Limits.DEFAULT,
                OnValueError.NULL,
                false,
                ShadowShare.NONE));
  }

  @Test
  void everyKeyReachesItsSetting() {
    Map<String, String> settings =
        Map.of(
            "millrace.batch.interval", "250ms",
            "millrace.trigger", "available-now",
            "millrace.device", "CPU",
            "millrace.workers", "3",
            "millrace.max.rows", "1000",
            "millrace.max.bytes", "4096",
            "millrace.back.pressure", "false",
            "millrace.on.value.error", "fail",
            "millrace.stop.on.shutdown", "true",
            "millrace.shadow", "0.25");
    assertThat(settings).hasSize(Defaults.Key.values().length);
    assertThat(Defaults.of(settings))
        .isEqualTo(
            new Defaults(
                Duration.ofMillis(250),
                Trigger.AVAILABLE_NOW,
                Device.CPU,
                3,
                new Limits(1000, 4096, false),
                OnValueError.FAIL,
                true,
                new ShadowShare(0.25)));
  }

  @Test
  void anUnknownKeyIsRefusedWithTheNearestOnes() {
    assertThatThrownBy(() -> Defaults.of(Map.of("millrace.max.row", "1")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("name=millrace.max.row")
        .hasMessageContaining("nearest=[millrace.max.rows");
  }

  @ParameterizedTest
  @CsvSource({
    "millrace.batch.interval,soon,250ms",
    "millrace.batch.interval,0s,1ms",
    "millrace.trigger,now,as-fast-as-possible",
    "millrace.shadow,1.5,a number from 0 to 1",
    "millrace.device,gpu,cuda",
    "millrace.workers,-1,whole number",
    "millrace.workers,two,whole number",
    "millrace.max.rows,1.5,whole number",
    "millrace.back.pressure,yes,true",
    "millrace.on.value.error,crash,fail"
  })
  void aValueWithoutMeaningIsRefusedWithWhatWouldDo(String key, String value, String hint) {
    assertThatThrownBy(() -> Defaults.of(Map.of(key, value)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(key + "=" + value)
        .hasMessageContaining(hint);
  }

  @Test
  void systemPropertiesReachABuilderAndMistypedOnesAreRefused() {
    System.setProperty(DEVICE, "gpu");
    assertThatThrownBy(StreamingContext::builder).hasMessageContaining("millrace.device=gpu");
    System.setProperty(DEVICE, "cpu");
    System.setProperty("millrace.unheard.of", "1");
    assertThatThrownBy(StreamingContext::builder).hasMessageContaining("millrace.unheard.of");
  }

  @Test
  void whatTheProgramSetsWinsOverProperties() {
    System.setProperty(DEVICE, "cuda");
    try (StreamingContext context = StreamingContext.builder().device(Device.CPU).create()) {
      assertThat(context.backend().placement().reason()).contains("device=cpu was asked for");
    }
  }
}
