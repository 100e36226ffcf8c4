/** Dates, times and zones on the device. */
package io.millrace.cuda.time;
