package dev.ipam.conformance.vectors;

import dev.ipam.request.AllocationPolicy;
import java.util.List;

/** Which recorded system's outcomes a sequence is held against, and what its steps mean here. */
enum Recording {
  /** The reference driver of Zed: its {@code next} is the lowest free address. */
  ADDRESS(VectorOperation.ADDRESS_SEQUENCE, "", false, true),
  /** The built-in allocator of Mitaka: its {@code next} is what the sequential policy hands out. */
  BUILTIN(VectorOperation.BUILTIN_SEQUENCE, "", true, false),
  /** The built-in allocator, where it differs from the reference driver. */
  THEN(VectorOperation.BUILTIN_DIFFERENCE, "builtin", true, false),
  /** The reference driver of Zed, where it differs from the built-in allocator. */
  NOW(VectorOperation.BUILTIN_DIFFERENCE, "reference_now", false, false),
  /** Groups on the reference driver of Zed. */
  GROUP(VectorOperation.GROUP_SEQUENCE, "", false, false);

  private final VectorOperation operation;
  private final String field;
  private final boolean nextIsAny;
  private final boolean underEveryPolicy;

  Recording(VectorOperation operation, String field, boolean nextIsAny, boolean underEveryPolicy) {
    this.operation = operation;
    this.field = field;
    this.nextIsAny = nextIsAny;
    this.underEveryPolicy = underEveryPolicy;
  }

  static List<Recording> of(VectorOperation operation) {
    return List.of(values()).stream().filter(one -> one.operation == operation).toList();
  }

  /** The outcomes, one for each step; {@code null} where a step was not recorded. */
  List<Json> outcomes(Vector vector) {
    Json ok = vector.expect().get("ok");
    return (field.isEmpty() ? ok : ok.get(field)).items();
  }

  /** Whether {@code next} is a request for any address, and not for the lowest. */
  boolean nextIsAny() {
    return nextIsAny;
  }

  /** The policies that the subnets are replayed with. */
  List<AllocationPolicy> policies() {
    return underEveryPolicy
        ? List.of(AllocationPolicy.values())
        : List.of(AllocationPolicy.SEQUENTIAL);
  }
}
