package dev.ipam.conformance.vectors;

import dev.ipam.request.AllocationPolicy;
import java.util.List;

/** Which recorded system's outcomes a sequence is held against, and what its steps mean here. */
enum Recording {
  /** The reference driver of Zed: its {@code next} is the lowest free address. */
  ADDRESS(VectorOperation.ADDRESS_SEQUENCE, "", false, List.of(AllocationPolicy.values())),
  /** The built-in allocator of Mitaka: its {@code next} is what the sequential policy hands out. */
  BUILTIN(VectorOperation.BUILTIN_SEQUENCE, "", true, List.of(AllocationPolicy.SEQUENTIAL)),
  /** The built-in allocator, where it differs from the reference driver. */
  THEN(VectorOperation.BUILTIN_DIFFERENCE, "builtin", true, List.of(AllocationPolicy.SEQUENTIAL)),
  /** The reference driver of Zed, where it differs from the built-in allocator. */
  NOW(
      VectorOperation.BUILTIN_DIFFERENCE,
      "reference_now",
      false,
      List.of(AllocationPolicy.SEQUENTIAL)),
  /** Groups on the reference driver of Zed. */
  GROUP(VectorOperation.GROUP_SEQUENCE, "", false, List.of(AllocationPolicy.SEQUENTIAL));

  private final VectorOperation operation;
  private final String field;
  private final boolean nextIsAny;
  private final List<AllocationPolicy> policies;

  Recording(
      VectorOperation operation, String field, boolean nextIsAny, List<AllocationPolicy> policies) {
    this.operation = operation;
    this.field = field;
    this.nextIsAny = nextIsAny;
    this.policies = policies;
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
    return policies;
  }
}
