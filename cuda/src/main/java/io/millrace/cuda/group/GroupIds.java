package io.millrace.cuda.group;

/**
 * Which group each row belongs to.
 *
 * @param address 32 bits a row, in scratch memory
 * @param rows how many rows
 * @param groups how many groups there are, with those that the rows have added
 */
record GroupIds(long address, int rows, int groups) {}
