/** Host batches to the device, and their columns into vectors. */
package io.millrace.cuda.load;
