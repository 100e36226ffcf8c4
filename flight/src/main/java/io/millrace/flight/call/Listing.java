package io.millrace.flight.call;

import com.google.protobuf.ByteString;
import io.millrace.error.UserException;
import io.millrace.flight.topic.Topic;
import java.util.List;
import org.apache.arrow.flight.impl.Flight;
import org.apache.arrow.vector.types.pojo.Schema;

/** What there is, in Flight's words. */
final class Listing {
  private static final long UNKNOWN = -1;

  private final Served served;

  Listing(Served served) {
    this.served = served;
  }

  List<Flight.FlightInfo> all() {
    return served.entries().stream().map(Listing::info).toList();
  }

  Flight.FlightInfo info(Descriptor about) {
    if (!(about instanceof Descriptor.Named(String name))) {
      throw new UserException(
          "Only what has a name is listed: descriptor=command. Give a path of one name.");
    }
    Entry entry = served.find(name);
    if (entry == null) {
      List<String> names = served.entries().stream().map(Entry::name).toList();
      throw Statuses.notFound("stream, result or query", name, names);
    }
    return info(entry);
  }

  private static Flight.FlightInfo info(Entry entry) {
    return switch (entry) {
      case Entry.NamedStream stream -> readable("stream", stream.topic());
      case Entry.NamedResult result -> readable("result", result.topic());
      case Entry.NamedQuery query -> info("query", query.name(), new Schema(List.of())).build();
    };
  }

  private static Flight.FlightInfo readable(String kind, Topic topic) {
    return info(kind, topic.name(), topic.schema())
        .addEndpoint(
            Flight.FlightEndpoint.newBuilder()
                .setTicket(
                    Flight.Ticket.newBuilder().setTicket(ByteString.copyFromUtf8(topic.name()))))
        .build();
  }

  private static Flight.FlightInfo.Builder info(String kind, String name, Schema schema) {
    String json = "{\"kind\":\"" + kind + "\"}";
    return Flight.FlightInfo.newBuilder()
        .setFlightDescriptor(
            Flight.FlightDescriptor.newBuilder()
                .setType(Flight.FlightDescriptor.DescriptorType.PATH)
                .addPath(name))
        .setSchema(ByteString.copyFrom(schema.serializeAsMessage()))
        .setTotalRecords(UNKNOWN)
        .setTotalBytes(UNKNOWN)
        .setAppMetadata(ByteString.copyFromUtf8(json));
  }
}
