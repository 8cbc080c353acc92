package dev.ipam.migration.shadow;

import dev.ipam.request.Allocation;

/**
 * An operation that the driver that serves has answered.
 *
 * @param start a number that rises with every beginning and every end of an operation
 * @param end the same, of its end
 * @param millis the time of the clock when it began
 * @param alone whether nothing else was under way in its subnet meanwhile
 * @param operation what was asked
 * @param outcome what came of it
 */
record Observation(
    long start, long end, long millis, boolean alone, Operation operation, Outcome outcome) {
  String subnetId() {
    return operation.subnetId();
  }

  boolean isAllocation() {
    return operation instanceof Operation.Allocate && outcome instanceof Outcome.Granted;
  }

  boolean isRelease() {
    return operation instanceof Operation.Release && !outcome.allocations().isEmpty();
  }

  /** Returns the highest token among what it allocated. */
  long highestToken() {
    return outcome.allocations().stream().mapToLong(Allocation::token).max().orElse(0);
  }

  /** Returns when it happened, by the time of the store that serves where that is known. */
  long time() {
    return isAllocation() ? outcome.allocations().get(0).allocatedAt().toEpochMilli() : millis;
  }
}
