/** Bitmaps and three-valued logic on the device. */
package io.millrace.cuda.logic;
