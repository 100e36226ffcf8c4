package io.millrace.plan;

/**
 * Which device runs the operators, and why.
 *
 * @param device name of the backend
 * @param reason for people, such as {@code device=cpu was asked for}
 */
public record Placement(String device, String reason) {}
