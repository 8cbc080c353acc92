package dev.ipam.bench.scenario;

import java.nio.file.Path;

/**
 * How much to do, and where.
 *
 * @param effort how much
 * @param directory where stores and logs are made: all on one disk
 */
public record Bench(Effort effort, Path directory) {}
