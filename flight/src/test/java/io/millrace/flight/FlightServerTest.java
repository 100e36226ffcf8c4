package io.millrace.flight;

import static io.millrace.flight.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.arrow.flight.AsyncPutListener;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.SyncPutListener;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stock client can do: put, get, exchange, list. */
@Timeout(60)
class FlightServerTest {
  private static Ticket ticket(String name) {
    return new Ticket(name.getBytes(StandardCharsets.UTF_8));
  }

  /** Puts one batch, and returns what the server acknowledged. */
  static String put(ServedPurchases served, String name, Rows.Row... rows) throws Exception {
    try (VectorSchemaRoot root = Rows.root(served.allocator, rows);
        SyncPutListener listener = new SyncPutListener()) {
      FlightClient.ClientStreamListener stream =
          served.client.startPut(FlightDescriptor.path(name), root, listener);
      stream.putNext();
      stream.completed();
      try (PutResult result = listener.read()) {
        String text =
            StandardCharsets.UTF_8.decode(result.getApplicationMetadata().nioBuffer()).toString();
        stream.getResult();
        return text;
      }
    }
  }

  @Test
  void whatIsPutGoesToWhoGetsTheStreamAndThroughTheQueryToWhoGetsTheResult() throws Exception {
    try (ServedPurchases served = new ServedPurchases();
        FlightStream stream = served.client.getStream(ticket("purchases"));
        FlightStream totals = served.client.getStream(ticket("totals"))) {
      // once the schema is there, the reader has its place
      assertThat(stream.getSchema()).isEqualTo(Rows.SCHEMA);
      assertThat(totals.getSchema()).isNotNull();
      assertThat(put(served, "purchases", row("anna", 3), row(null, 5), row("anna", null)))
          .isEqualTo("{\"rows\":3}");
      assertThat(stream.next()).isTrue();
      assertThat(Rows.of(stream.getRoot()))
          .containsExactly(row("anna", 3), row(null, 5), row("anna", null));
      assertThat(totals.next()).isTrue();
      assertThat(Rows.of(totals.getRoot())).containsExactlyInAnyOrder(row("anna", 3), row(null, 5));
      put(served, "purchases", row("anna", 1));
      assertThat(totals.next()).isTrue();
      assertThat(Rows.of(totals.getRoot())).containsExactly(row("anna", 4));
      stream.cancel("enough", null);
      totals.cancel("enough", null);
    }
  }

  @Test
  void aPutMakesAStreamThatHasItsColumns() throws Exception {
    try (ServedPurchases served = new ServedPurchases()) {
      put(served, "made", row("anna", 1));
      try (FlightStream made = served.client.getStream(ticket("made"))) {
        assertThat(made.getSchema()).isEqualTo(Rows.SCHEMA);
        put(served, "made", row("bert", 2));
        assertThat(made.next()).isTrue();
        assertThat(Rows.of(made.getRoot())).containsExactly(row("bert", 2));
        made.cancel("enough", null);
      }
    }
  }

  @Test
  void eachBatchOfAnExchangeIsAnsweredOnce() throws Exception {
    try (ServedPurchases served = new ServedPurchases();
        VectorSchemaRoot root = Rows.root(served.allocator);
        FlightClient.ExchangeReaderWriter exchange =
            served.client.doExchange(FlightDescriptor.path("large"))) {
      exchange.getWriter().start(root);
      List<List<Rows.Row>> answers = new ArrayList<>();
      for (Rows.Row row : List.of(row("anna", 5), row("bert", 1), row("cleo", 7))) {
        Rows.fill(root, row);
        exchange.getWriter().putNext();
        assertThat(exchange.getReader().next()).isTrue();
        answers.add(Rows.of(exchange.getReader().getRoot()));
      }
      exchange.getWriter().completed();
      assertThat(exchange.getReader().next()).isFalse();
      assertThat(answers)
          .containsExactly(List.of(row("anna", 5)), List.of(), List.of(row("cleo", 7)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "all;     ; ; anna=6 bert=2",
        "batch;   anna=4 bert=2; anna=2;",
        "running; anna=4 bert=2; anna=6;"
      })
  void anAggregateIsDescribedInTheCommand(String over, String first, String second, String last)
      throws Exception {
    String command =
        "{\"by\":[\"user\"],\"aggregates\":{\"total\":[\"amount\",\"sum\"]},\"over\":\"%s\"}"
            .formatted(over);
    try (ServedPurchases served = new ServedPurchases();
        VectorSchemaRoot root =
            Rows.root(served.allocator, row("anna", 1), row("bert", 2), row("anna", 3));
        FlightClient.ExchangeReaderWriter exchange =
            served.client.doExchange(
                FlightDescriptor.command(command.getBytes(StandardCharsets.UTF_8)))) {
      exchange.getWriter().start(root);
      exchange.getWriter().putNext();
      assertThat(next(exchange)).isEqualTo(first);
      Rows.fill(root, row("anna", 2));
      exchange.getWriter().putNext();
      assertThat(next(exchange)).isEqualTo(second);
      exchange.getWriter().completed();
      if (last != null) {
        assertThat(next(exchange)).isEqualTo(last);
      }
      assertThat(exchange.getReader().next()).isFalse();
    }
  }

  private static String next(FlightClient.ExchangeReaderWriter exchange) {
    assertThat(exchange.getReader().next()).isTrue();
    String text =
        Rows.of(exchange.getReader().getRoot()).stream()
            .map(row -> row.user() + "=" + row.amount())
            .sorted()
            .collect(Collectors.joining(" "));
    return text.isEmpty() ? null : text;
  }

  @Test
  void whatThereIsIsListedWithItsColumns() throws Exception {
    try (ServedPurchases served = new ServedPurchases()) {
      List<FlightInfo> all =
          StreamSupport.stream(served.client.listFlights(Criteria.ALL).spliterator(), false)
              .toList();
      assertThat(all)
          .extracting(info -> info.getDescriptor().getPath().getFirst())
          .containsExactly("large", "purchases", "strict", "totals");
      FlightInfo info = served.client.getInfo(FlightDescriptor.path("purchases"));
      assertThat(info.getSchemaOptional().orElseThrow()).isEqualTo(Rows.SCHEMA);
      assertThat(info.getEndpoints()).hasSize(1);
      assertThat(new String(info.getAppMetadata(), StandardCharsets.UTF_8))
          .isEqualTo("{\"kind\":\"stream\"}");
      assertThat(served.client.getSchema(FlightDescriptor.path("totals")).getSchema().getFields())
          .hasSize(2);
    }
  }

  @Test
  void errorsAreOneSentenceOfTheirKind() throws Exception {
    try (ServedPurchases served = new ServedPurchases()) {
      assertFails(
          () -> served.client.getStream(ticket("total")).next(),
          FlightStatusCode.NOT_FOUND,
          "A stream or result must exist: name=total, nearest=[totals, ");
      assertFails(
          () -> served.client.getStream(ticket("large")).next(),
          FlightStatusCode.INVALID_ARGUMENT,
          "Only a stream or a result can be got: name=large.");
      assertFails(
          () -> put(served, "totals", row("anna", 1)),
          FlightStatusCode.INVALID_ARGUMENT,
          "Only a stream can be put into: name=totals.");
      assertFails(
          () -> exchange(served, FlightDescriptor.path("larg")),
          FlightStatusCode.NOT_FOUND,
          "A query must exist: name=larg, nearest=[large, strict].");
      assertFails(
          () ->
              exchange(
                  served,
                  FlightDescriptor.command("{\"by\":[\"usr\"]}".getBytes(StandardCharsets.UTF_8))),
          FlightStatusCode.INVALID_ARGUMENT,
          "A column must exist: column=usr, nearest=[user, amount], columns=[user, amount].");
      assertFails(
          () ->
              exchange(
                  served,
                  FlightDescriptor.command(
                      "{\"by\":[\"user\"],\"over\":\"bach\"}".getBytes(StandardCharsets.UTF_8))),
          FlightStatusCode.INVALID_ARGUMENT,
          "What is aggregated together must be known: over=bach, nearest=[batch, ");
      assertFails(
          () ->
              exchange(
                  served,
                  FlightDescriptor.command(
                      "{\"aggregates\":{\"n\":7}}".getBytes(StandardCharsets.UTF_8))),
          FlightStatusCode.INVALID_ARGUMENT,
          "A command is JSON with by, aggregates and over, each of its form: at=aggregates, n.");
      assertFails(
          () -> exchange(served, FlightDescriptor.command("[".getBytes(StandardCharsets.UTF_8))),
          FlightStatusCode.INVALID_ARGUMENT,
          "A command is JSON");
    }
  }

  private static void exchange(ServedPurchases served, FlightDescriptor about) throws Exception {
    try (VectorSchemaRoot root = Rows.root(served.allocator, row("anna", 1));
        FlightClient.ExchangeReaderWriter exchange = served.client.doExchange(about)) {
      exchange.getWriter().start(root);
      exchange.getWriter().putNext();
      exchange.getReader().next();
    }
  }

  static void assertFails(ThrowingCallable call, FlightStatusCode code, String beginning) {
    assertThatThrownBy(call)
        .satisfies(
            e -> {
              Throwable cause = e;
              while (!(cause instanceof FlightRuntimeException) && cause.getCause() != null) {
                cause = cause.getCause();
              }
              assertThat(cause).isInstanceOf(FlightRuntimeException.class);
              assertThat(((FlightRuntimeException) cause).status().code()).isEqualTo(code);
              assertThat(cause.getMessage()).startsWith(beginning).doesNotContain("\tat ");
            });
  }

  @Test
  void aClientThatGoesInTheMiddleLeavesNothingBehind() throws Exception {
    try (ServedPurchases served = new ServedPurchases()) {
      VectorSchemaRoot root = Rows.root(served.allocator, row("anna", 5));
      FlightClient.ClientStreamListener put =
          served.client.startPut(FlightDescriptor.path("purchases"), root, new AsyncPutListener());
      put.putNext();
      FlightClient.ExchangeReaderWriter exchange =
          served.client.doExchange(FlightDescriptor.path("large"));
      exchange.getWriter().start(root);
      exchange.getWriter().putNext();
      assertThat(exchange.getReader().next()).isTrue();
      exchange.getReader().cancel("gone", null);
      exchange.getReader().close();
      root.close();
    }
  }
}
