/** Kernels from the PTX that ships, and their launches. */
package io.millrace.cuda.launch;
