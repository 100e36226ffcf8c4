/** Host batches from vectors of the device. */
package io.millrace.cuda.build;
