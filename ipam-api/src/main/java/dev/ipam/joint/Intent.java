package dev.ipam.joint;

import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A joint request that is being served part by part, as far as that has come.
 *
 * @param id names it: its file, and its place in the parts' keys
 * @param parts the requests; all of them with a key of their own, or none
 * @param begun how many of them may have taken effect, from the first
 * @param known what parts are known to have taken, by their place; nothing is an empty list
 * @param isNoted whether all of that is on disk
 */
record Intent(
    String id,
    List<AllocationRequest> parts,
    int begun,
    Map<Integer, List<Allocation>> known,
    boolean isNoted) {
  Intent {
    parts = List.copyOf(parts);
    known = Map.copyOf(known);
  }

  static Intent of(String id, List<AllocationRequest> parts) {
    return new Intent(id, parts, 0, Map.of(), true);
  }

  boolean isKeyed() {
    return parts.get(0).key() != null;
  }

  boolean isEmpty() {
    return known.values().stream().allMatch(List::isEmpty);
  }

  Intent begin(int part) {
    return new Intent(id, parts, part + 1, known, isNoted);
  }

  Intent took(int part, List<Allocation> allocations) {
    Map<Integer, List<Allocation>> more = new HashMap<>(known);
    more.put(part, allocations);
    return new Intent(id, parts, begun, more, false);
  }

  /** The part that began last took nothing, unless it is known to have taken something. */
  Intent withoutLast() {
    return begun == 0 || known.containsKey(begun - 1) ? this : took(begun - 1, List.of());
  }

  Intent noted() {
    return new Intent(id, parts, begun, known, true);
  }
}
