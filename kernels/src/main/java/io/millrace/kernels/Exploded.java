package io.millrace.kernels;

/**
 * Parts of texts, one row a part.
 *
 * @param parts the parts in order
 * @param parents for each part the row that it came from; same length
 */
public record Exploded(Vec parts, Selection parents) {}
