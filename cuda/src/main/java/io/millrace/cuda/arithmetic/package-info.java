/** Arithmetic and functions of numbers on the device. */
package io.millrace.cuda.arithmetic;
