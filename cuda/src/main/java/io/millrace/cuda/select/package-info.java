/** Rows taken from vectors on the device, and choices between them. */
package io.millrace.cuda.select;
