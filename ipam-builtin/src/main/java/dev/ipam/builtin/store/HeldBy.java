package dev.ipam.builtin.store;

import dev.ipam.builtin.store.RowKeys.AllocationKey;
import dev.ipam.builtin.store.Tables.Held;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects what an owner holds from rows that may be dead or overtaken by the batch being made. */
final class HeldBy {
  private final Tables tables;
  private final String owner;
  private final Set<AllocationKey> seen = new HashSet<>();
  private final List<Held> found = new ArrayList<>();

  HeldBy(Tables tables, String owner) {
    this.tables = tables;
    this.owner = owner;
  }

  void add(String subnetId, long number, IpAddress address) {
    StoredSubnet subnet = tables.subnet(subnetId);
    if (subnet == null
        || subnet.number() != number
        || !seen.add(new AllocationKey(number, address))) {
      return;
    }
    Allocation allocation = tables.allocation(subnet, address);
    if (allocation != null && owner.equals(allocation.owner())) {
      found.add(new Held(subnet, allocation));
    }
  }

  List<Held> sorted() {
    found.sort(
        Comparator.comparing((Held held) -> utf8(held.subnet().id()), Arrays::compareUnsigned)
            .thenComparing(held -> held.allocation().address()));
    return found;
  }

  /** UTF-8 sorts by code point; the strings themselves do not. */
  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
