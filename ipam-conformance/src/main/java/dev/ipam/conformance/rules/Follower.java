package dev.ipam.conformance.rules;

import dev.ipam.net.IpAddress;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.KeyRecord;
import dev.ipam.snapshot.SnapshotRecord.PassRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a store that does what changes say: every record under the name of what it stands for.
 * What is spent is left out; that a store which applies changes gets it right is seen by its later
 * answers.
 */
final class Follower {
  private final Map<String, SnapshotRecord> records = new TreeMap<>();

  Follower(Collection<SnapshotRecord> start) {
    start.forEach(this::put);
  }

  void apply(Change change) {
    Change.Step step = change.step();
    if (step instanceof Change.Upsert upsert) {
      put(upsert.record());
    } else if (step instanceof Change.ScopeRemoved removed) {
      records.remove("scope " + removed.scopeId());
    } else if (step instanceof Change.PoolRemoved removed) {
      records.remove("pool " + removed.poolId());
    } else if (step instanceof Change.AddressFreed freed) {
      records.remove(address(freed.subnetId(), freed.address()));
    } else if (step instanceof Change.PassMoved moved) {
      move(moved.subnetId(), moved.position());
    } else if (step instanceof Change.KeyRemoved removed) {
      records.remove("key " + removed.key());
    } else if (step instanceof Change.SubnetRemoved removed) {
      remove(removed.subnetId());
    }
  }

  private void move(String subnet, @Nullable IpAddress position) {
    records.remove("pass " + subnet);
    if (position != null) {
      put(new PassRecord(subnet, position));
    }
  }

  private void remove(String subnet) {
    records.remove("subnet " + subnet);
    records.remove("pass " + subnet);
    // No id holds a zero character, so that one subnet's addresses are not taken for another's.
    records.keySet().removeIf(name -> name.startsWith("address " + subnet + '\0'));
    Set<String> carried =
        records.values().stream()
            .map(each -> each instanceof AllocationRecord held ? held.allocation().key() : null)
            .filter(Objects::nonNull)
            .map(key -> "key " + key)
            .collect(Collectors.toSet());
    records.keySet().removeIf(name -> name.startsWith("key ") && !carried.contains(name));
  }

  private void put(SnapshotRecord record) {
    if (!(record instanceof SpentRecord)) {
      records.put(name(record), record);
    }
  }

  private static String name(SnapshotRecord record) {
    if (record instanceof ScopeRecord scope) {
      return "scope " + scope.scope().id();
    }
    if (record instanceof PoolRecord pool) {
      return "pool " + pool.pool().id();
    }
    if (record instanceof SubnetRecord subnet) {
      return "subnet " + subnet.subnet().id();
    }
    if (record instanceof PassRecord pass) {
      return "pass " + pass.subnetId();
    }
    if (record instanceof AllocationRecord held) {
      return address(held.allocation().subnetId(), held.allocation().address());
    }
    if (record instanceof RestRecord rest) {
      return address(rest.subnetId(), rest.address());
    }
    if (record instanceof KeyRecord key) {
      return "key " + key.bound().key();
    }
    return record instanceof TokenMark ? "mark" : "other";
  }

  private static String address(String subnet, IpAddress address) {
    return "address " + subnet + '\0' + address;
  }

  /** Returns what there is in a follower and not in the state itself, or the other way round. */
  Set<String> differences(Collection<SnapshotRecord> state) {
    Map<String, SnapshotRecord> real = new Follower(state).records;
    Set<String> all = new TreeSet<>(real.keySet());
    all.addAll(records.keySet());
    Set<String> found = new TreeSet<>();
    for (String name : all) {
      if (!Objects.equals(real.get(name), records.get(name))) {
        found.add(
            name.replace('\0', ' ')
                + ": stored "
                + real.get(name)
                + ", followed "
                + records.get(name));
      }
    }
    return found;
  }
}
