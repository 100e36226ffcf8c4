package io.millrace.cli.serve;

import io.millrace.error.UserException;
import io.millrace.flight.FlightLimits;
import io.millrace.time.Durations;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What clients may at most ask for, as options. */
final class LimitOptions {
  private static final FlightLimits USUAL = FlightLimits.DEFAULT;

  @Option(
      names = "--max-message",
      paramLabel = "<size>",
      description = "Longest message. Default: ${DEFAULT-VALUE}")
  private String message = Sizes.text(USUAL.messageBytes());

  @Option(
      names = "--max-connections",
      paramLabel = "<count>",
      description = "Connections at a time. Default: ${DEFAULT-VALUE}")
  private int connections = USUAL.connections();

  @Option(
      names = "--max-queued",
      paramLabel = "<size>",
      description = "What may wait for one reader; beyond, writers wait. Default: ${DEFAULT-VALUE}")
  private String queued = Sizes.text(USUAL.queuedBytes());

  @Option(
      names = "--patience",
      paramLabel = "<time>",
      description =
          "How long writers wait for one reader before it is cut off. Default: ${DEFAULT-VALUE}")
  private String patience = USUAL.patience().toSeconds() + "s";

  @Option(
      names = "--max-memory",
      paramLabel = "<size>",
      description = "Batches in memory for all clients. Default: ${DEFAULT-VALUE}")
  private String memory = Sizes.text(USUAL.memoryBytes());

  @Option(
      names = "--max-streams",
      paramLabel = "<count>",
      description = "Streams that clients may make. Default: ${DEFAULT-VALUE}")
  private int streams = USUAL.streams();

  FlightLimits toLimits(CommandLine command) {
    try {
      return new FlightLimits(
          (int) Sizes.parse("max-message", message, Integer.MAX_VALUE),
          connections,
          USUAL.calls(),
          Sizes.parse("max-queued", queued, Long.MAX_VALUE),
          Durations.parse("patience", patience),
          Sizes.parse("max-memory", memory, Long.MAX_VALUE),
          streams);
    } catch (UserException e) {
      throw new ParameterException(command, e.getMessage(), e);
    }
  }
}
