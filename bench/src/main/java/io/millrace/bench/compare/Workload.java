package io.millrace.bench.compare;

import io.millrace.bench.data.DataFiles;
import io.millrace.bench.data.Dataset;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One query over one data set, as every contender gets it. Whoever made it owns the parts; they
 * live longer than any contender that is prepared with them.
 *
 * @param query what is asked
 * @param data the rows, in memory
 * @param files the same rows as files
 * @param threads how many threads may work on the query
 * @param allocator for Arrow buffers; has the data set's root
 */
public record Workload(
    Query query, Dataset data, DataFiles files, int threads, BufferAllocator allocator) {}
