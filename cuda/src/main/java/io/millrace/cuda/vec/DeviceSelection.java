package io.millrace.cuda.vec;

import io.millrace.kernels.Selection;

/** Row positions, 32 bits each at the device address {@code positions}. */
public record DeviceSelection(long positions, int length) implements Selection {}
