package io.millrace.source;

import io.millrace.error.UserException;

/**
 * Lines of text from a TCP server, such as {@code nc -lk 9999}. A thread of its own receives into
 * {@value #BUFFER_BYTES} bytes of memory and waits when these are full, so that TCP slows the
 * sender down. If the connection cannot be made, breaks or ends, it is made again and again, with
 * growing waits (100 ms to 10 s), and there is nothing new meanwhile.
 *
 * <p>A connection that ends in the middle of a line delivers what it has of it. What a broken
 * connection had on its way is lost: TCP cannot be asked again. Offsets are {@code rows=N}, the
 * rows handed over so far.
 *
 * <p>A line of more than {@value #LONGEST_LINE} bytes is a {@link io.millrace.error.DataException}.
 */
public final class SocketTextSource implements TextSource {
  /** Bytes of the longest line. */
  public static final int LONGEST_LINE = 16 << 20;

  /** Bytes that may wait to be polled. */
  public static final int BUFFER_BYTES = 8 << 20;

  private final String host;
  private final int port;
  private final MalformedText policy;
  private final int bufferBytes;
  private ReceiveBuffer buffer;
  private SocketReceiver receiver;
  private LineBuilder lines;
  private long connections = 1;
  private long handedOver;

  /** Receives from a server, malformed text replaced. */
  public SocketTextSource(String host, int port) {
    this(host, port, MalformedText.REPLACE);
  }

  /** Receives from a server. */
  public SocketTextSource(String host, int port, MalformedText policy) {
    this(host, port, policy, BUFFER_BYTES);
  }

  /** With a buffer of another size, for tests. */
  SocketTextSource(String host, int port, MalformedText policy, int bufferBytes) {
    if (port < 1 || port > 65_535) {
      throw new UserException("A TCP port is a number from 1 to 65535: port=" + port + ".");
    }
    this.host = host;
    this.port = port;
    this.policy = policy;
    this.bufferBytes = bufferBytes;
  }

  @Override
  public String name() {
    return "socketText(" + host + ":" + port + ")";
  }

  @Override
  public long rowsReplaced() {
    return lines == null ? 0 : lines.rowsReplaced();
  }

  @Override
  public void open(SourceContext context) {
    lines = new LineBuilder(context.allocator(), name(), policy, LONGEST_LINE);
    lines.begin("connection=" + connections);
    buffer = new ReceiveBuffer(context.allocator(), bufferBytes);
    receiver = new SocketReceiver(host, port, buffer, context.clock());
    receiver.start();
  }

  @Override
  public Polled poll(Limit limit) {
    receiver.check();
    Offset from = offset();
    LinePoll poll = new LinePoll(lines, limit);
    try {
      // What arrives during the poll is for the next: a fast sender must not keep it from ending.
      for (long left = buffer.waiting(); !poll.isDone(); ) {
        ReceiveBuffer.Piece piece = buffer.next();
        int length = (int) Math.min(piece.length(), left);
        boolean onlyEnd = piece.end() && piece.length() == 0;
        if (length == 0 && !onlyEnd) {
          break;
        }
        left -= readOn(poll, piece, length);
      }
      handedOver += poll.rows();
      return poll.finish(from, this::offset);
    } catch (RuntimeException | Error e) {
      poll.close();
      throw e;
    }
  }

  private long readOn(LinePoll poll, ReceiveBuffer.Piece piece, int length) {
    long taken = length == 0 ? 0 : poll.append(piece.address(), length);
    boolean end = piece.end() && taken == piece.length() && !poll.isDone();
    if (end) {
      poll.endText();
      lines.begin("connection=" + ++connections);
    }
    buffer.read(taken, end);
    return taken;
  }

  private Offset offset() {
    return Offset.ofRows(handedOver);
  }

  @Override
  public void commit(Offset offset) {}

  @Override
  public void close() {
    if (receiver != null) {
      receiver.close();
      receiver = null;
    }
    if (buffer != null) {
      buffer.close();
      buffer = null;
    }
    if (lines != null) {
      lines.close();
    }
  }
}
