/**
 * Checks of buffer contents that make later reads without bounds checks safe. One pass each, loops
 * that vectorise.
 */
package io.millrace.ipc.validate;
