package io.millrace.cuda.group;

/**
 * Rows that are partial states of groups.
 *
 * @param ids the group of each
 * @param rowCounts how many rows each was made of, 64 bits each at a device address; 0 if nobody
 *     counted, then each is taken for one row
 * @param sign 1 to take them in, -1 to take them out again, each group once
 */
record Partials(GroupIds ids, long rowCounts, int sign) {}
