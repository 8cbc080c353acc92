package dev.ipam.migration;

import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.Subnet;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.PassRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.Capability;
import dev.ipam.spi.SubnetPools;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was changed since two stores were compared: only that has to be compared while callers wait.
 * Of a subnet of which much was changed, all of it is compared, by digest.
 */
final class Touched {
  private static final int MOST_ADDRESSES = 5_000;

  /** Where all of a subnet is to be compared. */
  private static final Set<IpAddress> ALL = new HashSet<>();

  private final Map<String, Set<IpAddress>> subnets = new TreeMap<>();
  private boolean pools;

  void note(Change.Step step) {
    if (step instanceof Change.Upsert upsert) {
      note(upsert.record());
    } else if (step instanceof Change.AddressFreed freed) {
      address(freed.subnetId(), freed.address());
    } else if (step instanceof Change.PassMoved moved) {
      subnet(moved.subnetId());
    } else if (step instanceof Change.Unspent unspent) {
      subnet(unspent.subnetId());
    } else if (step instanceof Change.SubnetRemoved removed) {
      all(removed.subnetId());
    } else if (step instanceof Change.PoolRemoved || step instanceof Change.ScopeRemoved) {
      pools = true;
    }
  }

  private void note(SnapshotRecord record) {
    if (record instanceof AllocationRecord held) {
      address(held.allocation().subnetId(), held.allocation().address());
    } else if (record instanceof RestRecord rest) {
      address(rest.subnetId(), rest.address());
    } else if (record instanceof SubnetRecord subnet) {
      subnet(subnet.subnet().id());
    } else if (record instanceof PassRecord pass) {
      subnet(pass.subnetId());
    } else if (record instanceof SpentRecord spent) {
      subnet(spent.subnetId());
    } else if (record instanceof PoolRecord || record instanceof ScopeRecord) {
      pools = true;
    }
  }

  void note(Difference difference) {
    String subnetId = difference.subnetId();
    IpAddress address = difference.address();
    if (subnetId == null) {
      pools = true;
    } else if (address == null) {
      subnet(subnetId);
    } else {
      address(subnetId, address);
    }
  }

  private Set<IpAddress> subnet(String id) {
    return subnets.computeIfAbsent(id, key -> new HashSet<>());
  }

  private void address(String id, IpAddress address) {
    Set<IpAddress> addresses = subnet(id);
    if (addresses != ALL) {
      addresses.add(address);
      if (addresses.size() > MOST_ADDRESSES) {
        all(id);
      }
    }
  }

  private void all(String id) {
    subnets.put(id, ALL);
  }

  /**
   * Compares addresses that were touched, and forgets those that are equal, while both stores may
   * be changing: whatever changes in the one later is told again.
   */
  void settle(OpenedStore left, OpenedStore right) {
    subnets.forEach(
        (id, addresses) -> {
          if (addresses != ALL
              && Subnets.find(left, id).isPresent()
              && Subnets.find(right, id).isPresent()) {
            settle(id, addresses, left, right);
          }
        });
  }

  private static void settle(
      String id, Set<IpAddress> addresses, OpenedStore left, OpenedStore right) {
    try {
      addresses.removeIf(
          address -> left.driver().find(id, address).equals(right.driver().find(id, address)));
    } catch (SubnetNotFoundException e) {
      // It was removed just now, which is told next.
      return;
    }
  }

  /** Compares what was touched; returns what differs, no more than some. */
  List<Difference> compare(OpenedStore left, OpenedStore right) {
    List<Difference> differences = new ArrayList<>();
    if (pools) {
      differ(differences, "subnet pools and scopes", null, poolsOf(left), poolsOf(right));
    }
    subnets.forEach((id, addresses) -> compare(id, addresses, left, right, differences));
    return differences;
  }

  private static void compare(
      String id,
      Set<IpAddress> addresses,
      OpenedStore left,
      OpenedStore right,
      List<Difference> differences) {
    Optional<Subnet> one = Subnets.find(left, id);
    Optional<Subnet> other = Subnets.find(right, id);
    differ(differences, "subnet \"" + id + '"', id, one.orElse(null), other.orElse(null));
    if (one.isEmpty() || other.isEmpty()) {
      return;
    }
    if (addresses == ALL) {
      differ(
          differences,
          "the digest of subnet \"" + id + '"',
          id,
          SubnetDigest.of(left.driver(), id),
          SubnetDigest.of(right.driver(), id));
    }
    for (IpAddress address : addresses) {
      Allocation held = left.driver().find(id, address).orElse(null);
      Allocation there = right.driver().find(id, address).orElse(null);
      differ(differences, address + " of subnet \"" + id + '"', id, held, there);
    }
  }

  private static void differ(
      List<Difference> differences,
      String subject,
      @Nullable String subnetId,
      @Nullable Object one,
      @Nullable Object other) {
    if (!Objects.equals(one, other) && differences.size() < 100) {
      differences.add(
          new Difference(
              subject,
              subnetId,
              null,
              one == null ? null : one.toString(),
              other == null ? null : other.toString()));
    }
  }

  private static List<Object> poolsOf(OpenedStore store) {
    List<Object> all = new ArrayList<>();
    if (store.driver().capabilities().contains(Capability.SCOPES)) {
      AddressScopes scopes =
          store.driver().extension(AddressScopes.class).orElseThrow(Capability.SCOPES::missing);
      try (Stream<?> each = scopes.scopes()) {
        each.forEach(all::add);
      }
    }
    if (store.driver().capabilities().contains(Capability.POOLS)) {
      SubnetPools pools =
          store.driver().extension(SubnetPools.class).orElseThrow(Capability.POOLS::missing);
      try (Stream<?> each = pools.pools()) {
        each.forEach(all::add);
      }
    }
    return all;
  }
}
