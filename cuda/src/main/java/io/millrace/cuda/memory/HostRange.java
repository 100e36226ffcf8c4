package io.millrace.cuda.memory;

/**
 * Bytes of host memory, and where behind a device address they go. What lies between the end of one
 * range and the place of the next becomes zeros.
 */
public record HostRange(long from, long bytes, long to) {}
