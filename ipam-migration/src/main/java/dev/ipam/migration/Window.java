package dev.ipam.migration;

import dev.ipam.net.IpAddress;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.Change.AddressFreed;
import dev.ipam.snapshot.Change.KeyRemoved;
import dev.ipam.snapshot.Change.PassMoved;
import dev.ipam.snapshot.Change.SubnetRemoved;
import dev.ipam.snapshot.Change.Unspent;
import dev.ipam.snapshot.Change.Upsert;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.KeyRecord;
import dev.ipam.snapshot.SnapshotRecord.PassRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes that wait to be applied, without those that a later one makes needless: an address that
 * changed hands a hundred times is written once, and so is a pass that went on a hundred times.
 *
 * <p>Whoever stops between two of them has the earlier ones that were left out told again: they
 * lead to a state behind the place at which it goes on.
 */
final class Window {
  private record AddressOf(String subnetId, IpAddress address) {}

  private record KeyOf(String key) {}

  /** One stretch of a pass, in which it only went on. */
  private static final class Stretch {}

  private final Map<Object, Change> changes = new LinkedHashMap<>();
  private final Map<String, Stretch> stretches = new HashMap<>();

  int size() {
    return changes.size();
  }

  void add(Change change) {
    Object thing = thing(change.step());
    // The later one stands behind whatever it needs.
    changes.remove(thing);
    changes.put(thing, change);
  }

  /** Forgets what waits. */
  void clear() {
    changes.clear();
    stretches.clear();
  }

  /** Takes the next changes out, no more than so many. */
  List<Change> take(int most) {
    List<Change> taken = new ArrayList<>(Math.min(most, changes.size()));
    var each = changes.values().iterator();
    while (taken.size() < most && each.hasNext()) {
      taken.add(each.next());
      each.remove();
    }
    stretches.clear();
    return taken;
  }

  private Object thing(Change.Step step) {
    if (step instanceof Upsert upsert) {
      return thing(upsert.record());
    }
    if (step instanceof AddressFreed freed) {
      return new AddressOf(freed.subnetId(), freed.address());
    }
    if (step instanceof KeyRemoved removed) {
      return new KeyOf(removed.key());
    }
    if (step instanceof PassMoved moved) {
      return stretch(moved);
    }
    if (step instanceof Unspent unspent) {
      stretches.remove(unspent.subnetId());
    } else if (step instanceof SubnetRemoved removed) {
      stretches.remove(removed.subnetId());
    }
    return new Object();
  }

  private Object thing(SnapshotRecord record) {
    if (record instanceof AllocationRecord held) {
      return new AddressOf(held.allocation().subnetId(), held.allocation().address());
    }
    if (record instanceof RestRecord rest) {
      return new AddressOf(rest.subnetId(), rest.address());
    }
    if (record instanceof KeyRecord key) {
      return new KeyOf(key.bound().key());
    }
    if (record instanceof SpentRecord spent) {
      stretches.remove(spent.subnetId());
    } else if (record instanceof PassRecord pass) {
      stretches.remove(pass.subnetId());
    } else if (record instanceof SubnetRecord subnet) {
      stretches.remove(subnet.subnet().id());
    }
    return new Object();
  }

  /** A step back is one that has to be taken: it leaves what is spent behind it as it is. */
  private Object stretch(PassMoved moved) {
    Stretch present = stretches.get(moved.subnetId());
    if (present != null && !goesOn(changes.get(present), moved)) {
      present = null;
    }
    if (present == null) {
      present = new Stretch();
      stretches.put(moved.subnetId(), present);
    }
    return present;
  }

  private static boolean goesOn(@Nullable Change before, PassMoved moved) {
    return before != null
        && before.step() instanceof PassMoved last
        && last.position() != null
        && moved.position() != null
        && last.position().compareTo(moved.position()) <= 0;
  }
}
