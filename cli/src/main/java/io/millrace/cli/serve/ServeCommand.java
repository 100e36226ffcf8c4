package io.millrace.cli.serve;

import io.millrace.Defaults;
import io.millrace.cli.run.NoSuchProgramException;
import io.millrace.cli.run.ProgramLoader;
import io.millrace.error.UserException;
import io.millrace.flight.Catalogue;
import io.millrace.flight.FlightServer;
import io.millrace.flight.ServedProgram;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace serve}: a Flight server over a program's streams, results and queries. */
@Command(
    name = "serve",
    description = {
      "Serve streams, results and queries over Arrow Flight, until it is told to end.",
      "",
      "Without a program, clients make streams by putting into them, and aggregate batches."
    })
public final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "<program>",
      description = "Class that implements ServedProgram, or its source file.")
  private String program;

  @Option(
      names = "--jar",
      paramLabel = "<file>",
      split = ",",
      description = "A jar of the program; may be repeated, or a list with commas.")
  private List<Path> jars = new ArrayList<>();

  @Option(
      names = "--conf",
      paramLabel = "<key=value>",
      description = "A setting of its queries, as for run; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--host",
      paramLabel = "<name>",
      description = "Where to listen; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}")
  private String host = "localhost";

  @Option(
      names = "--port",
      paramLabel = "<number>",
      description = "0 for a free one. Default: ${DEFAULT-VALUE}")
  private int port = 8815;

  @Option(
      names = "--socket",
      paramLabel = "<file>",
      description = "Listen on a Unix socket for this user only, instead of TCP.")
  private Path socket;

  @ArgGroup(exclusive = false)
  private Tls tls;

  @Option(
      names = "--token-file",
      paramLabel = "<file>",
      description = "Let only those in who bring the token in this file.")
  private Path tokenFile;

  @ArgGroup(exclusive = false, heading = "%nLimits:%n")
  private LimitOptions limits = new LimitOptions();

  @Option(
      names = "--end-with-stdin",
      description = "End when standard input ends, as for a child process.")
  private boolean endWithInput;

  /** Both or none. */
  static final class Tls {
    @Option(
        names = "--tls-cert",
        required = true,
        paramLabel = "<file>",
        description = "Certificate chain, PEM.")
    private Path certificate;

    @Option(
        names = "--tls-key",
        required = true,
        paramLabel = "<file>",
        description = "Private key, PEM.")
    private Path key;
  }

  @Override
  public Integer call() throws Exception {
    try {
      Defaults.of(settings);
    } catch (UserException e) {
      throw wrong(e.getMessage(), e);
    }
    settings.forEach(System::setProperty);
    Catalogue catalogue = Catalogue.create(limits.toLimits(spec.commandLine()));
    FlightServer.Builder server;
    try {
      define(catalogue);
      server = server(catalogue);
    } catch (Throwable e) {
      try (catalogue) {
        throw e;
      }
    }
    serve(catalogue, server);
    return CommandLine.ExitCode.OK;
  }

  private void define(Catalogue catalogue) throws Exception {
    if (program == null) {
      catalogue.letPutsMakeStreams();
    } else {
      load().define(catalogue);
    }
  }

  private ServedProgram load() throws IOException, ReflectiveOperationException {
    Class<?> type;
    try {
      type = new ProgramLoader(jars, spec.commandLine().getErr()).load(program);
    } catch (NoSuchProgramException e) {
      throw wrong(e.getMessage(), e);
    }
    if (!ServedProgram.class.isAssignableFrom(type)) {
      throw wrong(
          "A program that is served implements io.millrace.flight.ServedProgram: class="
              + type.getName()
              + ". Use run for one with a main method.",
          null);
    }
    return (ServedProgram) type.getDeclaredConstructor().newInstance();
  }

  private FlightServer.Builder server(Catalogue catalogue) {
    try {
      FlightServer.Builder builder = FlightServer.builder(catalogue).address(host, port);
      if (socket != null) {
        builder.unixSocket(socket);
      }
      if (tls != null) {
        builder.tls(tls.certificate, tls.key);
      }
      if (tokenFile != null) {
        builder.token(Files.readString(tokenFile).strip());
      }
      return builder;
    } catch (UserException e) {
      throw wrong(e.getMessage(), e);
    } catch (IOException e) {
      throw wrong("A token must be in a file that can be read: file=" + tokenFile + ".", e);
    }
  }

  private void serve(Catalogue catalogue, FlightServer.Builder builder) throws Exception {
    // closed last: the process waits for it
    try (EndSignal end = new EndSignal()) {
      catalogue.context().addListener(end);
      end.begin(endWithInput);
      listen(builder, end);
    }
  }

  private void listen(FlightServer.Builder builder, EndSignal end) throws Exception {
    try (FlightServer server = builder.start()) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("Serving " + address(server));
      out.flush();
      end.await();
    }
  }

  private String address(FlightServer server) {
    if (socket != null) {
      return "grpc+unix://" + socket.toAbsolutePath();
    }
    return (tls == null ? "grpc+tcp" : "grpc+tls") + "://" + host + ":" + server.port();
  }

  private ParameterException wrong(String message, Exception cause) {
    return new ParameterException(spec.commandLine(), message, cause);
  }
}
