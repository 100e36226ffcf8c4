/** One GPU as a backend uses it. */
package io.millrace.cuda.device;
