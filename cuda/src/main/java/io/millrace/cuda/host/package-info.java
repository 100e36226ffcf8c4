/** What stays on the CPU. */
package io.millrace.cuda.host;
