package io.millrace.flight.call;

import com.google.protobuf.ByteString;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.millrace.Stream;
import io.millrace.error.UserException;
import io.millrace.flight.exchange.AggregateCommand;
import io.millrace.flight.topic.Topic;
import io.millrace.flight.wire.FrameMarshallers;
import io.millrace.flight.wire.InboundFrame;
import io.millrace.flight.wire.OutboundFrame;
import io.millrace.ipc.format.IpcLimits;
import io.millrace.ipc.read.IpcStreamReader;
import io.millrace.ipc.read.ReadOptions;
import io.millrace.ipc.read.Trust;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.arrow.flight.impl.Flight;
import org.apache.arrow.flight.impl.FlightServiceGrpc;

/** The service's methods, each call on a thread of its own. */
public final class FlightCalls implements AutoCloseable {
  private final Served served;
  private final Listing listing;
  private final ReadOptions options;
  private final CallThreads threads = new CallThreads();

  /** Calls upon what is served. */
  public FlightCalls(Served served) {
    this.served = served;
    this.listing = new Listing(served);
    this.options =
        new ReadOptions(
            new IpcLimits(
                served.limits().messageBytes(),
                // a compressed message may unfold to this
                served.limits().memoryBytes(),
                IpcLimits.DEFAULT.columns()),
            Trust.NONE);
  }

  /** What gRPC serves. */
  public ServerServiceDefinition service() {
    return ServerServiceDefinition.builder(FlightServiceGrpc.SERVICE_NAME)
        .addMethod(
            FlightServiceGrpc.getListFlightsMethod(),
            ServerCalls.asyncServerStreamingCall(this::list))
        .addMethod(
            FlightServiceGrpc.getGetFlightInfoMethod(), ServerCalls.asyncUnaryCall(this::info))
        .addMethod(FlightServiceGrpc.getGetSchemaMethod(), ServerCalls.asyncUnaryCall(this::schema))
        .addMethod(
            FlightServiceGrpc.getListActionsMethod(),
            ServerCalls.asyncServerStreamingCall(FlightCalls::actions))
        .addMethod(
            FlightServiceGrpc.getDoGetMethod().toBuilder(
                    FlightServiceGrpc.getDoGetMethod().getRequestMarshaller(),
                    FrameMarshallers.OUTBOUND)
                .build(),
            ServerCalls.asyncServerStreamingCall(this::get))
        .addMethod(
            FlightServiceGrpc.getDoPutMethod().toBuilder(
                    FrameMarshallers.INBOUND,
                    FlightServiceGrpc.getDoPutMethod().getResponseMarshaller())
                .build(),
            ServerCalls.asyncBidiStreamingCall(this::put))
        .addMethod(
            FlightServiceGrpc.getDoExchangeMethod().toBuilder(
                    FrameMarshallers.INBOUND, FrameMarshallers.OUTBOUND)
                .build(),
            ServerCalls.asyncBidiStreamingCall(this::exchange))
        .build();
  }

  private void list(Flight.Criteria criteria, StreamObserver<Flight.FlightInfo> answers) {
    listing.all().forEach(answers::onNext);
    answers.onCompleted();
  }

  private void info(Flight.FlightDescriptor about, StreamObserver<Flight.FlightInfo> answer) {
    answer(answer, () -> listing.info(Descriptor.of(about)));
  }

  private void schema(Flight.FlightDescriptor about, StreamObserver<Flight.SchemaResult> answer) {
    answer(
        answer,
        () ->
            Flight.SchemaResult.newBuilder()
                .setSchema(listing.info(Descriptor.of(about)).getSchema())
                .build());
  }

  private static <T> void answer(
      StreamObserver<T> answer, java.util.concurrent.Callable<T> question) {
    try {
      answer.onNext(question.call());
      answer.onCompleted();
    } catch (Exception e) {
      answer.onError(Statuses.of(e));
    }
  }

  /** There are none. */
  private static void actions(Flight.Empty nothing, StreamObserver<Flight.ActionType> answers) {
    answers.onCompleted();
  }

  private void get(Flight.Ticket ticket, StreamObserver<OutboundFrame> answers) {
    ServerCallStreamObserver<OutboundFrame> call =
        (ServerCallStreamObserver<OutboundFrame>) answers;
    CallOutbound out = new CallOutbound(call);
    threads.start(
        call,
        () -> out.abandon(new CallCancelledException()),
        () -> new GetCall(served, topic(ticket.getTicket().toStringUtf8()), out).run());
  }

  private Topic topic(String name) {
    return switch (served.find(name)) {
      case Entry.NamedStream stream -> stream.topic();
      case Entry.NamedResult result -> result.topic();
      case Entry.NamedQuery _ ->
          throw new UserException(
              "Only a stream or a result can be got: name="
                  + name
                  + ". Send batches through a query with do_exchange.");
      case null -> {
        List<String> names =
            served.entries().stream()
                .filter(entry -> !(entry instanceof Entry.NamedQuery))
                .map(Entry::name)
                .toList();
        throw Statuses.notFound("stream or result", name, names);
      }
    };
  }

  private StreamObserver<InboundFrame> put(StreamObserver<Flight.PutResult> answers) {
    ServerCallStreamObserver<Flight.PutResult> call =
        (ServerCallStreamObserver<Flight.PutResult>) answers;
    CallInbound in = new CallInbound(call, served.limits().messageBytes());
    threads.start(call, in::end, () -> put(in, call));
    in.begin();
    return in;
  }

  private void put(CallInbound in, StreamObserver<Flight.PutResult> answer)
      throws IOException, InterruptedException {
    try (in;
        CallInput input = CallInput.begin(in, "put", options.limits())) {
      if (!(input.about() instanceof Descriptor.Named(String name))) {
        throw new UserException("A put names a stream: descriptor=command. Give a path.");
      }
      try (IpcStreamReader reader = input.reader(served.clients(), options)) {
        long rows = new PutCall(served, name).run(reader);
        String text = "{\"rows\":" + rows + "}";
        answer.onNext(
            Flight.PutResult.newBuilder().setAppMetadata(ByteString.copyFromUtf8(text)).build());
      }
    }
  }

  private StreamObserver<InboundFrame> exchange(StreamObserver<OutboundFrame> answers) {
    ServerCallStreamObserver<OutboundFrame> call =
        (ServerCallStreamObserver<OutboundFrame>) answers;
    CallInbound in = new CallInbound(call, served.limits().messageBytes());
    CallOutbound out = new CallOutbound(call);
    threads.start(
        call,
        () -> {
          in.end();
          out.abandon(new CallCancelledException());
        },
        () -> exchange(in, out));
    in.begin();
    return in;
  }

  private void exchange(CallInbound in, CallOutbound out) throws IOException, InterruptedException {
    try (in;
        CallInput input = CallInput.begin(in, "exchange", options.limits())) {
      UnaryOperator<Stream> query = query(input.about());
      try (IpcStreamReader reader = input.reader(served.clients(), options)) {
        new ExchangeCall(served, query, in, out).run(reader);
      }
    }
  }

  private UnaryOperator<Stream> query(Descriptor about) {
    return switch (about) {
      case Descriptor.Command command -> AggregateCommand.parse(command.bytes());
      case Descriptor.Named named -> {
        if (served.find(named.name()) instanceof Entry.NamedQuery query) {
          yield query.query();
        }
        List<String> names =
            served.entries().stream()
                .filter(Entry.NamedQuery.class::isInstance)
                .map(Entry::name)
                .toList();
        throw Statuses.notFound("query", named.name(), names);
      }
    };
  }

  /** Waits for all calls; gRPC must have cancelled them. */
  @Override
  public void close() {
    threads.close();
  }
}
