/** Comparisons on the device. */
package io.millrace.cuda.compare;
