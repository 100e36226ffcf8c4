/** Gram matrices on the device. */
package io.millrace.cuda.gram;
