/** Sets of values on the device. */
package io.millrace.cuda.membership;
