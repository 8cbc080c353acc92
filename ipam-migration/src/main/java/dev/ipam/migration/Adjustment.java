package dev.ipam.migration;

import dev.ipam.migration.RecordCursor.Place;
import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.request.Subnet;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.KeyRecord;
import dev.ipam.snapshot.SnapshotRecord.PassRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the other store hold what the one holds, by writing only where they differ. */
final class Adjustment implements Comparison.Sink {
  private final Target target;

  /** The subnet that is being walked, as the one store has it; null where it has none. */
  private @Nullable Subnet subnet;

  /** The subnet whose records in the other store are gone, or to be ignored. */
  private @Nullable String removed;

  private @Nullable PassRecord pass;
  private final List<SpentRecord> spent = new ArrayList<>();
  private boolean passDiffers;

  Adjustment(Target target) {
    this.target = target;
  }

  @Override
  public void at(Place place, @Nullable SnapshotRecord left, @Nullable SnapshotRecord right) {
    if (place.stage() != RecordCursor.SUBNETS) {
      leavePass();
      subnet = null;
      outside(left, right);
      return;
    }
    if (place.part() == RecordCursor.DEFINITION) {
      leavePass();
      definition(place.id(), (SubnetRecord) left, (SubnetRecord) right);
      return;
    }
    boolean gone = place.id().equals(removed);
    SnapshotRecord there = gone ? null : right;
    if (subnet == null || !subnet.id().equals(place.id())) {
      // It went with its subnet.
      return;
    }
    if (place.part() == RecordCursor.ADDRESSES) {
      leavePass();
      if (left == null) {
        if (there != null) {
          target.add(new Change.AddressFreed(place.id(), Objects.requireNonNull(place.address())));
        }
      } else if (!left.equals(there)) {
        target.add(new Change.Upsert(left));
      }
      return;
    }
    passDiffers |= !Objects.equals(left, there);
    if (left instanceof PassRecord record) {
      pass = record;
    } else if (left instanceof SpentRecord record) {
      spent.add(record);
    }
  }

  private void outside(@Nullable SnapshotRecord left, @Nullable SnapshotRecord right) {
    if (left != null) {
      if (!left.equals(right)) {
        target.add(new Change.Upsert(left));
      }
    } else if (right instanceof ScopeRecord scope) {
      target.add(new Change.ScopeRemoved(scope.scope().id()));
    } else if (right instanceof PoolRecord pool) {
      target.add(new Change.PoolRemoved(pool.pool().id()));
    } else if (right instanceof KeyRecord key) {
      target.add(new Change.KeyRemoved(key.bound().key()));
    }
  }

  private void definition(String id, @Nullable SubnetRecord left, @Nullable SubnetRecord right) {
    subnet = left == null ? null : left.subnet();
    removed = null;
    if (right != null && (left == null || !isSameLife(left.subnet(), right.subnet()))) {
      target.add(new Change.SubnetRemoved(id));
      removed = id;
    }
    if (left != null && (removed != null || !left.equals(right))) {
      target.add(new Change.Upsert(left));
    }
  }

  /** What else differs cannot be changed: it is another subnet of the same id. */
  static boolean isSameLife(Subnet one, Subnet other) {
    return one.cidr().equals(other.cidr())
        && one.policy() == other.policy()
        && one.rest().equals(other.rest())
        && one.project().equals(other.project())
        && Objects.equals(one.poolId(), other.poolId());
  }

  /** Writes the pass, when all that belongs to it has been seen. */
  private void leavePass() {
    Subnet current = subnet;
    if (current != null && passDiffers) {
      Cidr cidr = current.cidr();
      target.add(new Change.PassMoved(current.id(), pass == null ? null : pass.position(), null));
      target.add(new Change.Unspent(current.id(), new AddressRange(cidr.first(), cidr.last())));
      spent.forEach(record -> target.add(new Change.Upsert(record)));
    }
    passDiffers = false;
    pass = null;
    spent.clear();
  }

  /** Ends it. */
  void finish() {
    leavePass();
    target.complete();
  }
}
