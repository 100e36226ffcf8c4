/** Text on the device. */
package io.millrace.cuda.text;
