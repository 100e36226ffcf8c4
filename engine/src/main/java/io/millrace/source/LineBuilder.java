package io.millrace.source;

import io.millrace.error.DataException;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import io.millrace.text.Utf8;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Cuts text into lines and lays them out as an Arrow column of utf8, in one pass: a word of eight
 * bytes is read, written and looked through for a newline. The bytes have to be copied, since in
 * Arrow a row ends where the next one begins, so that newlines cannot stay between them.
 *
 * <p>Text is fed in any pieces; a line that is open at the end of a piece, or of a batch, goes on
 * in the next. One thread.
 */
final class LineBuilder implements AutoCloseable {
  /**
   * Bytes of text in a batch, unless one line alone has more. With its slack a power of two well
   * below the allocator's chunk: larger buffers do not come from its pool, and touching fresh
   * memory costs as much as cutting the lines.
   */
  static final int BATCH_BYTES = (1 << 20) - Long.BYTES;

  /** What to append at a time: stays in a core's cache until its UTF-8 has been checked, too. */
  static final int PIECE_BYTES = 256 << 10;

  private static final int WORD = Long.BYTES;
  private static final int FIRST_BYTES = 4 << 10;
  private static final int FIRST_ROWS = 1 << 10;
  private static final int MOST_ROWS = 1 << 20;
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;
  private static final long NEWLINES = '\n' * ONES;

  private final BufferAllocator allocator;
  private final String source;
  private final MalformedText policy;
  private final long longestLine;
  private String text = "";
  private long position;
  private int state;
  private ArrowBuf data;
  private ArrowBuf offsets;
  private int rowCapacity;
  private int rows;
  private long used;
  private boolean malformed;
  private long rowsReplaced;

  /**
   * A builder without text.
   *
   * @param source the source's name, for messages
   * @param longestLine bytes of the longest line that is accepted, less than 2 GiB
   */
  LineBuilder(BufferAllocator allocator, String source, MalformedText policy, long longestLine) {
    this.allocator = allocator;
    this.source = source;
    this.policy = policy;
    this.longestLine = longestLine;
  }

  /** Says where the text that follows comes from, for messages; its bytes are counted from 0. */
  void begin(String name) {
    begin(name, 0);
  }

  /** As {@link #begin(String)}, with the number of the first byte that follows. */
  void begin(String name, long firstByte) {
    text = name;
    position = firstByte;
  }

  /** Text that another builder has cut lies between what came and what follows. */
  void skip(long bytes, long replaced) {
    position += bytes;
    rowsReplaced += replaced;
  }

  /** Makes room for so much text at once, if there is none yet; else it grows, by copies. */
  void expect(long bytes) {
    if (data == null && bytes > 0) {
      makeRoom(bytes);
    }
  }

  /** Complete lines that {@link #take()} would return. */
  int rows() {
    return rows;
  }

  /** Bytes of text that are held, the open line included. */
  long bytes() {
    return used;
  }

  /** Bytes of the line that has begun and not ended. */
  long openBytes() {
    return rows == 0 ? used : used - lineStart();
  }

  /** Bytes of this text, since {@link #begin}, that belong to lines which have ended. */
  long endedBytes() {
    return position - openBytes();
  }

  /** Rows in which malformed text was replaced. */
  long rowsReplaced() {
    return rowsReplaced;
  }

  /** Whether there is no room for more, so that the lines must be taken first. */
  boolean isFull() {
    return data != null && (rows >= MOST_ROWS || (rows > 0 && used >= BATCH_BYTES));
  }

  private long lineStart() {
    return rows == 0 ? 0 : Raw.getInt(offsets.memoryAddress() + rows * 4L);
  }

  /**
   * Appends text from memory until it ends, there are {@code mostRows} lines, or the builder is
   * full.
   *
   * @return bytes taken
   */
  long append(long address, long length, int mostRows) {
    long taken = 0;
    while (taken < length && rows < mostRows && !isFull()) {
      makeRoom(length - taken);
      long from = address + taken;
      long fits = Math.min(length - taken, data.capacity() - WORD - used);
      long count = split(from, from + fits, Math.min(mostRows, rowCapacity)) - from;
      position += count;
      taken += count;
    }
    return taken;
  }

  /** Ends a line that is open, because the text ends there. */
  void endText() {
    requireComplete();
    if (openBytes() > 0) {
      makeRoom(1);
      endLine(used);
    }
  }

  private void requireComplete() {
    if (state != Utf8.ACCEPT) {
      malformed(0, "end of text");
    }
  }

  /** The hot loop. Words are written whole: what they write too much is overwritten by the next. */
  private long split(long from, long end, int mostRows) {
    long base = data.memoryAddress();
    long ends = offsets.memoryAddress();
    long in = from;
    long out = base + used;
    long line = base + lineStart();
    long seen = 0;
    int row = rows;
    while (end - in >= WORD && row < mostRows) {
      long word = Raw.getLong(in);
      Raw.putLong(out, word);
      seen |= word;
      long found = newlines(word);
      if (found == 0) {
        in += WORD;
        out += WORD;
        continue;
      }
      int before = Long.numberOfTrailingZeros(found) >>> 3;
      in += before + 1;
      out += before;
      if (out > line && Raw.getByte(out - 1) == '\r') {
        out--;
      }
      line = out;
      Raw.putInt(ends + ++row * 4L, (int) (out - base));
    }
    rows = row;
    used = out - base;
    if (row < mostRows) {
      for (; in < end && rows < mostRows; in++) {
        seen |= Raw.getByte(in);
        one(Raw.getByte(in));
      }
    }
    if ((seen & HIGHS) != 0 || state != Utf8.ACCEPT) {
      checkText(from, in - from);
    }
    return in;
  }

  /** The top bit of each byte that is a newline; above the lowest one there may be others set. */
  private static long newlines(long word) {
    long zeroes = word ^ NEWLINES;
    return (zeroes - ONES) & ~zeroes & HIGHS;
  }

  private void one(byte value) {
    if (value != '\n') {
      Raw.putByte(data.memoryAddress() + used++, value);
      return;
    }
    boolean carriage = used > lineStart() && Raw.getByte(data.memoryAddress() + used - 1) == '\r';
    endLine(carriage ? used - 1 : used);
  }

  private void endLine(long end) {
    used = end;
    Raw.putInt(offsets.memoryAddress() + ++rows * 4L, (int) end);
  }

  private void checkText(long address, long length) {
    int before = state;
    state = Utf8.check(before, address, length);
    if (state == Utf8.REJECT) {
      long place = Utf8.firstMalformed(before, address, length);
      malformed(place, "0x" + Integer.toHexString(Raw.getByte(address + place) & 0xFF));
    }
  }

  private void malformed(long place, String value) {
    state = Utf8.ACCEPT;
    malformed = true;
    if (policy == MalformedText.FAIL) {
      throw new DataException(
          "Text must be UTF-8: source="
              + source
              + ", "
              + text
              + ", byte="
              + (position + place)
              + ", value="
              + value
              + ". Mend it, or read it with MalformedText.REPLACE.");
    }
  }

  /** Makes sure that a byte fits, and a row; more if that comes cheap. */
  private void makeRoom(long wanted) {
    if (data == null) {
      long bytes = Math.clamp(wanted + WORD, FIRST_BYTES, BATCH_BYTES + WORD);
      data = allocator.buffer(bytes);
    }
    if (offsets == null) {
      allocateOffsets(Math.clamp(data.capacity() / 16, FIRST_ROWS, MOST_ROWS));
    }
    if (data.capacity() - WORD - used <= 0) {
      growData(wanted);
    }
    if (rows == rowCapacity) {
      growOffsets();
    }
  }

  private void allocateOffsets(int capacity) {
    offsets = allocator.buffer((capacity + 1L) * 4);
    offsets.setInt(0, 0);
    rowCapacity = capacity;
  }

  private void growData(long wanted) {
    if (openBytes() >= longestLine) {
      throw new DataException(
          "A line must not be longer than its source accepts: source="
              + source
              + ", "
              + text
              + ", longest="
              + longestLine
              + ", byte="
              + endedBytes()
              + ". Check that lines end with \\n.");
    }
    long most = Math.max(BATCH_BYTES, used - openBytes() + longestLine) + WORD;
    long capacity =
        Math.min(most, Math.max(data.capacity() * 2, used + Math.min(wanted, BATCH_BYTES) + WORD));
    ArrowBuf larger = allocator.buffer(capacity);
    Raw.copy(data.memoryAddress(), larger.memoryAddress(), used);
    data.close();
    data = larger;
  }

  private void growOffsets() {
    ArrowBuf smaller = offsets;
    allocateOffsets(Math.min(MOST_ROWS, rowCapacity * 4));
    Raw.copy(smaller.memoryAddress(), offsets.memoryAddress(), (rows + 1L) * 4);
    smaller.close();
  }

  /**
   * The complete lines as a batch, which the caller owns; the open line stays. Only if there are
   * any.
   */
  Batch take() {
    long open = openBytes();
    long ended = used - open;
    ArrowBuf rest = open == 0 ? null : allocator.buffer(Math.max(FIRST_BYTES, open + WORD));
    try {
      if (rest != null) {
        Raw.copy(data.memoryAddress() + ended, rest.memoryAddress(), open);
      }
      Batch batch = batch();
      forget();
      keep(rest, open);
      return batch;
    } catch (RuntimeException | Error e) {
      if (rest != null) {
        rest.close();
      }
      throw e;
    }
  }

  private Batch batch() {
    Column lines = Column.of(DataType.UTF8, rows, 0, null, offsets, data);
    Batch batch = Batch.owning(TextSource.LINES, rows, List.of(lines));
    if (!malformed) {
      return batch;
    }
    MendedLines mended = MendedLines.of(lines, allocator);
    if (mended == null) {
      return batch;
    }
    rowsReplaced += mended.rowsReplaced();
    batch.close();
    return mended.batch();
  }

  /** The buffers belong to the batch now. */
  private void forget() {
    data = null;
    offsets = null;
    rows = 0;
    rowCapacity = 0;
    used = 0;
  }

  private void keep(ArrowBuf rest, long open) {
    malformed &= open > 0;
    if (rest != null) {
      data = rest;
      used = open;
    }
  }

  @Override
  public void close() {
    if (data != null) {
      data.close();
    }
    if (offsets != null) {
      offsets.close();
    }
    forget();
  }
}
