package io.millrace;

import io.millrace.error.UserException;
import io.millrace.expr.Names;
import io.millrace.placement.ShadowShare;
import io.millrace.time.Durations;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The settings from outside a program: what {@link StreamingContext#builder()} begins with. They
 * are system properties whose names begin with {@code millrace.}, so {@code java
 * -Dmillrace.device=cpu} and {@code millrace run --conf millrace.device=cpu} do the same. What a
 * program sets itself on its builder wins over them.
 *
 * <p>{@link Key} lists them all; a property {@code millrace.*} that is not among them is an error,
 * so that a mistyped one is not lost in silence.
 *
 * @param batchInterval {@link Key#BATCH_INTERVAL}
 * @param trigger {@link Key#TRIGGER}
 * @param device {@link Key#DEVICE}
 * @param workers {@link Key#WORKERS}
 * @param limits {@link Key#MAX_ROWS}, {@link Key#MAX_BYTES} and {@link Key#BACK_PRESSURE}
 * @param onValueError {@link Key#ON_VALUE_ERROR}
 * @param stopOnShutdown {@link Key#STOP_ON_SHUTDOWN}
 * @param shadowShare {@link Key#SHADOW}
 */
public record Defaults(
    Duration batchInterval,
    Trigger trigger,
    Device device,
    int workers,
    Limits limits,
    OnValueError onValueError,
    boolean stopOnShutdown,
    ShadowShare shadowShare) {
  private static final String PREFIX = "millrace.";

  /** A setting by its name. */
  public enum Key {
    /** From one batch to the next, such as {@code 500ms}. */
    BATCH_INTERVAL("batch.interval", "1s", "from one batch to the next"),
    /** {@link Trigger} in lower case with dashes. */
    TRIGGER(
        "trigger", "interval", "when batches begin: interval, as-fast-as-possible, available-now"),
    /** {@link Device} in lower case. */
    DEVICE("device", "auto", "where operators run: cpu, cuda, auto"),
    /** How many workers run a batch. */
    WORKERS("workers", "0", "how many workers run a batch; 0 for what fits the device"),
    /** Rows that one poll of a source may take. */
    MAX_ROWS("max.rows", "0", "rows that a batch may take from a source; 0 for no limit"),
    /** Bytes that one poll of a source may take. */
    MAX_BYTES("max.bytes", "1073741824", "bytes that a batch may take from a source"),
    /** Whether a slow batch lowers the limit of the next ones. */
    BACK_PRESSURE("back.pressure", "true", "whether a slow batch lowers the next one's limit"),
    /** {@link OnValueError} in lower case. */
    ON_VALUE_ERROR("on.value.error", "null", "what becomes of values without a result: null, fail"),
    /** Whether Ctrl-C ends the query after the batch in hand. */
    STOP_ON_SHUTDOWN(
        "stop.on.shutdown", "false", "whether Ctrl-C lets the batch in hand end; true under run"),
    /** Which share of the batches runs on two devices and is compared. */
    SHADOW("shadow", "0", "share of batches, 0 to 1, that run on two devices and are compared");

    private final String property;
    private final String otherwise;
    private final String meaning;

    Key(String name, String otherwise, String meaning) {
      this.property = PREFIX + name;
      this.otherwise = otherwise;
      this.meaning = meaning;
    }

    /** The system property, such as {@code millrace.device}. */
    public String property() {
      return property;
    }

    /** The value where none is set. */
    public String otherwise() {
      return otherwise;
    }

    /** What it decides, in a few words, with the values that it may have. */
    public String meaning() {
      return meaning;
    }
  }

  /** The settings among the system properties. */
  static Defaults ofSystemProperties() {
    Map<String, String> settings = new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(PREFIX)) {
        settings.put(name, System.getProperty(name));
      }
    }
    return of(settings);
  }

  /**
   * Reads settings.
   *
   * @param settings values by property names; what is missing gets its usual value
   * @throws UserException if a name is unknown, with the nearest ones, or a value has no meaning
   */
  public static Defaults of(Map<String, String> settings) {
    settings.keySet().forEach(Defaults::requireKnown);
    Function<Key, String> value = key -> settings.getOrDefault(key.property, key.otherwise);
    long maxRows = number(Key.MAX_ROWS, value, Long.MAX_VALUE);
    return new Defaults(
        interval(value.apply(Key.BATCH_INTERVAL)),
        choice(Key.TRIGGER, value, Trigger.class),
        choice(Key.DEVICE, value, Device.class),
        (int) number(Key.WORKERS, value, 1024),
        new Limits(
            maxRows == 0 ? Long.MAX_VALUE : maxRows,
            number(Key.MAX_BYTES, value, Long.MAX_VALUE),
            truth(Key.BACK_PRESSURE, value)),
        choice(Key.ON_VALUE_ERROR, value, OnValueError.class),
        truth(Key.STOP_ON_SHUTDOWN, value),
        share(Key.SHADOW, value));
  }

  private static void requireKnown(String name) {
    List<String> known = Arrays.stream(Key.values()).map(Key::property).toList();
    if (!known.contains(name)) {
      throw new UserException(
          "A setting must be known: name="
              + name
              + ", nearest="
              + Names.nearest(known, name)
              + ".");
    }
  }

  private static Duration interval(String text) {
    Duration interval = Durations.parse(Key.BATCH_INTERVAL.property, text);
    if (interval.toMillis() < 1) {
      throw refused(Key.BATCH_INTERVAL, text, "1ms or more");
    }
    return interval;
  }

  private static long number(Key key, Function<Key, String> value, long most) {
    String text = value.apply(key).strip();
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw refused(key, text, "a whole number from 0 to " + most);
    }
    throw refused(key, text, "a whole number from 0 to " + most);
  }

  private static ShadowShare share(Key key, Function<Key, String> value) {
    String text = value.apply(key).strip();
    try {
      return new ShadowShare(Double.parseDouble(text));
    } catch (NumberFormatException | UserException e) {
      throw refused(key, text, "a number from 0 to 1");
    }
  }

  private static boolean truth(Key key, Function<Key, String> value) {
    String text = value.apply(key).strip();
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refused(key, text, "true or false");
    };
  }

  private static <E extends Enum<E>> E choice(
      Key key, Function<Key, String> value, Class<E> among) {
    String text = value.apply(key).strip();
    for (E constant : among.getEnumConstants()) {
      if (spelling(constant).equals(text.toLowerCase(Locale.ROOT))) {
        return constant;
      }
    }
    List<String> spellings =
        Arrays.stream(among.getEnumConstants()).map(Defaults::spelling).toList();
    throw refused(key, text, "one of " + String.join(", ", spellings));
  }

  private static String spelling(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static UserException refused(Key key, String text, String allowed) {
    return new UserException(
        "A setting must have a value that it knows: "
            + key.property
            + "="
            + text
            + ". Use "
            + allowed
            + ".");
  }
}
