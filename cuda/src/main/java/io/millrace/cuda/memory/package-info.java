/** Memory of the device, and the pinned memory by which bytes go there and back. */
package io.millrace.cuda.memory;
