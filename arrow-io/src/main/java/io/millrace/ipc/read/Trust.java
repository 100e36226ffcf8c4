package io.millrace.ipc.read;

/**
 * How far whoever wrote the input is trusted. Nothing that could read or write outside a buffer is
 * ever left unchecked.
 */
public enum Trust {
  /** Everything is checked. */
  NONE,
  /** Text is taken to be UTF-8 without a look at its bytes; everything else is checked. */
  TEXT
}
