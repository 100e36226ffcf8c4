package io.millrace.ipc.ring;

import io.millrace.error.DataException;
import io.millrace.ipc.peer.Side;
import io.millrace.ipc.socket.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How two ends come to share a segment.
 *
 * @param side this end's
 * @param writes whether this end is the writer
 * @param layout of the segment, if this end makes it
 */
record RingHandshake(Side side, boolean writes, RingLayout layout) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Agrees with the peer on a segment, which belongs to the caller.
   *
   * @throws IOException if the peer goes away, fails or takes too long
   * @throws DataException if it does what it must not; it has been told then
   */
  RingSegment over(ControlChannel control) throws IOException {
    try {
      return side == Side.SERVER ? serve(control) : attach(control);
    } catch (DataException e) {
      control.fail(e.getMessage());
      throw e;
    }
  }

  private RingSegment serve(ControlChannel control) throws IOException {
    RingMessage.Hello hello =
        Patience.within(PATIENCE, () -> control.receive(RingMessage.Hello.class));
    requireVersion(hello.version());
    if (hello.writes() == writes) {
      throw new DataException(
          "Of a ring's two ends one writes and one reads: client and server write=" + writes + ".");
    }
    RingSegment.Made made = make(control);
    try {
      control.send(
          new RingMessage.Welcome(RingLayout.VERSION, made.token(), made.path().toString()));
      Patience.within(PATIENCE, () -> control.receive(RingMessage.Attached.class));
      return made.segment();
    } catch (IOException | RuntimeException | Error e) {
      made.segment().close();
      throw e;
    } finally {
      Files.deleteIfExists(made.path());
    }
  }

  /** The client is told as well if there is no memory: it may be the one who can do something. */
  private RingSegment.Made make(ControlChannel control) throws IOException {
    try {
      return RingSegment.make(layout, writes);
    } catch (IOException e) {
      control.fail(e.getMessage());
      throw e;
    }
  }

  private RingSegment attach(ControlChannel control) throws IOException {
    int process = (int) ProcessHandle.current().pid();
    control.send(new RingMessage.Hello(RingLayout.VERSION, writes, process));
    RingMessage.Welcome welcome =
        Patience.within(PATIENCE, () -> control.receive(RingMessage.Welcome.class));
    requireVersion(welcome.version());
    RingSegment segment = RingSegment.attach(Path.of(welcome.path()), welcome.token(), writes);
    try {
      control.send(new RingMessage.Attached());
      return segment;
    } catch (IOException | RuntimeException | Error e) {
      segment.close();
      throw e;
    }
  }

  private static void requireVersion(int version) {
    if (version != RingLayout.VERSION) {
      throw new DataException(
          "Both ends of a ring speak the same version: version="
              + version
              + ", known="
              + RingLayout.VERSION
              + ".");
    }
  }
}
