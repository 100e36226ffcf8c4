package io.millrace.bench.device;

import java.util.Locale;

/** One cell of a report's table. What depends on the device's speed says so. */
sealed interface Cell {
  /** In place of what an emulated device has none of. */
  String WITHHELD = "–";

  /** As the report shows it where times mean something. */
  String show();

  /** Words, or a number that no clock was asked for. */
  record Text(String show) implements Cell {}

  /** What rounds took. */
  record Time(Rounds rounds) implements Cell {
    @Override
    public String show() {
      return spread(micros(rounds.median()), micros(rounds.least()), micros(rounds.greatest()));
    }

    private static String micros(double nanos) {
      return decimal(nanos / 1e3) + " µs";
    }
  }

  /** So much done in what rounds took. {@code unit} says how much of it a nanosecond is one. */
  record Rate(double amount, Unit unit, Rounds rounds) implements Cell {
    @Override
    public String show() {
      return spread(of(rounds.median()), of(rounds.greatest()), of(rounds.least()));
    }

    private String of(double nanos) {
      return decimal(perSecond(nanos));
    }

    double perSecond(double nanos) {
      return amount / nanos * unit.perNano;
    }
  }

  /** How many times as fast the second is. */
  record Ratio(Rounds slow, Rounds fast) implements Cell {
    @Override
    public String show() {
      return decimal(slow.median() / fast.median());
    }
  }

  /** What part of one rate another is, in hundredths. */
  record Share(Rate part, Rate whole) implements Cell {
    @Override
    public String show() {
      double share =
          part.perSecond(part.rounds.median()) / whole.perSecond(whole.rounds.median()) * 100;
      return decimal(share) + " %";
    }
  }

  /** What rates are given in. */
  enum Unit {
    /** Of bytes. */
    GB_PER_SECOND(1),
    /** Of rows. */
    MILLION_ROWS_PER_SECOND(1e3);

    private final double perNano;

    Unit(double perNano) {
      this.perNano = perNano;
    }
  }

  private static String spread(String median, String low, String high) {
    return median.equals(low) && median.equals(high)
        ? median
        : median + " (" + low + " to " + high + ")";
  }

  /** Three digits that count, or all before the point. */
  private static String decimal(double value) {
    int digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
