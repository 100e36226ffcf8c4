/** Conversions between types on the device. */
package io.millrace.cuda.cast;
