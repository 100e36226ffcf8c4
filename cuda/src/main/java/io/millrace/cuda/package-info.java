/** The CUDA backend. */
package io.millrace.cuda;
