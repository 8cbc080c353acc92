package dev.ipam.conformance.vectors;

import org.jspecify.annotations.Nullable;

/**
 * A recorded outcome.
 *
 * @param id its name
 * @param operation the name of the operation
 * @param input what went in
 * @param expect what came out: {@code ok} or {@code error}
 * @param kind {@code core}, {@code text} or {@code suspect}
 * @param why the entry of "Not to copy" that makes it suspect, or {@code null}
 */
record Vector(
    String id, String operation, Json input, Json expect, String kind, @Nullable String why) {}
