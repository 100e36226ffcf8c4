/** What sources have in common: batches that wait for a poll, and cutting them to its limit. */
package io.millrace.ipc.poll;
