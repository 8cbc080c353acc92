package dev.ipam.migration.shadow;

import dev.ipam.error.Category;
import dev.ipam.error.IpamException;
import dev.ipam.request.Allocation;
import dev.ipam.request.Subnet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What came of an operation. */
sealed interface Outcome {
  /** It was carried out. */
  record Granted(Object answer) implements Outcome {}

  /** It was refused for sure, by an error of the contract. */
  record Refused(String code) implements Outcome {}

  /** Nobody knows, or it is nothing that a driver decided. */
  record Unclear() implements Outcome {}

  static Outcome of(RuntimeException failure) {
    boolean decided =
        failure instanceof IpamException e
            && e.outcome() == dev.ipam.error.Outcome.NOT_APPLIED
            && e.category() != Category.UNAVAILABLE
            && e.category() != Category.CORRUPT
            && e.category() != Category.UNSUPPORTED
            && !e.retryable();
    return decided ? new Refused(((IpamException) failure).code()) : new Unclear();
  }

  /** Returns the allocations that were made or ended. */
  default List<Allocation> allocations() {
    if (this instanceof Granted granted) {
      if (granted.answer() instanceof List<?> list) {
        return list.stream().map(Allocation.class::cast).toList();
      }
      if (granted.answer() instanceof Optional<?> one) {
        return one.stream().map(Allocation.class::cast).toList();
      }
    }
    return List.of();
  }

  /** Says what it is, for a person. */
  default String words() {
    if (this instanceof Refused refused) {
      return refused.code();
    }
    if (!(this instanceof Granted granted)) {
      return "nothing that is known";
    }
    if (granted.answer() instanceof Subnet subnet) {
      return subnet.cidr() + ", gateway " + subnet.gateway() + ", pools " + subnet.pools();
    }
    List<Allocation> all = allocations();
    if (granted.answer() instanceof Long count) {
      return count + " allocations gone with it";
    }
    return all.isEmpty()
        ? "nothing"
        : all.stream()
                .limit(4)
                .map(each -> each.address().toString())
                .collect(Collectors.joining(", "))
            + (all.size() > 4 ? " and " + (all.size() - 4) + " more" : "");
  }
}
