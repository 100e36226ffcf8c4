package io.millrace.ipc.read;

import org.apache.arrow.memory.ArrowBuf;

/**
 * The body of a message in memory.
 *
 * @param buffer the memory; not retained by this
 * @param start where in the buffer the body begins
 * @param length bytes
 * @param at where in the input the body begins
 * @param mapped whether the memory is a mapped file, in which a read fails if the file was cut
 *     short meanwhile
 */
record Body(ArrowBuf buffer, long start, long length, long at, boolean mapped) {
  /** A part of the body. Not retained: it lives as long as the memory. */
  ArrowBuf slice(long offset, long bytes) {
    return buffer.slice(start + offset, bytes);
  }

  /** Address of a byte of the body. */
  long address(long offset) {
    return buffer.memoryAddress() + start + offset;
  }
}
