package dev.ipam.conformance.model;

/**
 * An address scope's definition as the model sees it.
 *
 * @param id its id
 * @param project its project
 * @param bits its family: 32 or 128
 * @param shared whether it is shared
 * @since 0.1
 */
public record ScopeDef(String id, String project, int bits, boolean shared) {}
