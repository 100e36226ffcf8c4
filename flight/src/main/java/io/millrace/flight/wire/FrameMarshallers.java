package io.millrace.flight.wire;

import io.grpc.MethodDescriptor.Marshaller;
import java.io.InputStream;

/** How gRPC takes and hands over {@code FlightData} messages. */
public final class FrameMarshallers {
  /** Messages that come in. */
  public static final Marshaller<InboundFrame> INBOUND =
      new Marshaller<>() {
        @Override
        public InputStream stream(InboundFrame frame) {
          throw new UnsupportedOperationException("inbound only");
        }

        @Override
        public InboundFrame parse(InputStream stream) {
          return InboundFrame.detached(stream);
        }
      };

  /** Messages that go out. */
  public static final Marshaller<OutboundFrame> OUTBOUND =
      new Marshaller<>() {
        @Override
        public InputStream stream(OutboundFrame frame) {
          return frame.stream();
        }

        @Override
        public OutboundFrame parse(InputStream stream) {
          throw new UnsupportedOperationException("outbound only");
        }
      };

  private FrameMarshallers() {}
}
