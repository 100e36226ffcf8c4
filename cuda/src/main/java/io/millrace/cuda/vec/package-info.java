/** Vectors in device memory. */
package io.millrace.cuda.vec;
