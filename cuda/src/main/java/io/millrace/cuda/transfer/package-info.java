/** Vectors between the device and the host. */
package io.millrace.cuda.transfer;
