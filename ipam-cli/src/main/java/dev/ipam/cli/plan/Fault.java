package dev.ipam.cli.plan;

/**
 * Something in a plan that stands in the way.
 *
 * @param line the line in the file, from 1
 * @param message a sentence that says what is wrong and what would be right
 */
public record Fault(int line, String message) {}
