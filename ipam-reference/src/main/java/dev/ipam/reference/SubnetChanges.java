package dev.ipam.reference;

import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.SubnetAlreadyExistsException;
import dev.ipam.error.SubnetInUseException;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.rows.SubnetCounts;
import dev.ipam.reference.rows.SubnetRow;
import dev.ipam.request.Allocation;
import dev.ipam.request.RequestKind;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import org.jspecify.annotations.Nullable;

/** Creates, changes and removes subnets. */
final class SubnetChanges {
  private SubnetChanges() {}

  static Subnet create(Session session, SubnetRequest request, @Nullable String fingerprint) {
    String key = request.key();
    String id = request.subnetId();
    if (key != null && fingerprint != null && session.keys().find(key, fingerprint) != null) {
      return session.subnets().required(id).subnet();
    }
    if (session.subnets().exists(id)) {
      throw new SubnetAlreadyExistsException(id);
    }
    String poolId = request.poolId();
    Subnet subnet =
        poolId == null
            ? Subnet.of((SpecificSubnetRequest) request)
            : session.pools().grant(poolId, request);
    SubnetRow row = new SubnetRow(session.nextSubnetNumber(), subnet, key, SubnetCounts.NEW);
    row.insert(session.sql());
    session.subnets().add(row);
    session.notes().subnet(id);
    if (poolId != null) {
      session.pools().take(subnet);
    }
    if (key != null && fingerprint != null) {
      session.keys().bindCreation(key, fingerprint, row.number());
    }
    return subnet;
  }

  static Subnet update(Session session, SubnetUpdate update) {
    SubnetState state = session.subnets().required(update.subnetId());
    Subnet before = state.subnet();
    Subnet after = before.after(update);
    if (after.equals(before)) {
      return before;
    }
    IpAddress gateway = after.gateway();
    if (gateway != null && !gateway.equals(before.gateway())) {
      checkFree(state, gateway);
    }
    SubnetHolds.checkAllDecided(state);
    if (after.pools().equals(before.pools())) {
      state.redefine(after);
    } else {
      PoolReplacement.replace(state, after);
    }
    session.notes().subnet(before.id());
    return after;
  }

  /** A router that holds its own address is no conflict. */
  private static void checkFree(SubnetState state, IpAddress gateway) {
    if (!state.subnet().cidr().contains(gateway)) {
      return;
    }
    Allocation holder = state.session().allocations().find(state.number(), state.id(), gateway);
    if (holder != null && holder.kind() != RequestKind.GATEWAY) {
      throw new AddressAlreadyAllocatedException(state.id(), gateway.toString());
    }
  }

  static long remove(Session session, String subnetId, boolean force) {
    SubnetState state = session.subnets().required(subnetId);
    SubnetHolds.checkAllDecided(state);
    long held = state.held();
    if (held > 0 && !force) {
      throw new SubnetInUseException(subnetId, held);
    }
    session.flush();
    session.pools().release(state.subnet());
    session.keys().subnetRemoved(state);
    SubnetRow.delete(session.sql(), state.number());
    RemovedRows.begin(session, state.number());
    session.forget(state);
    session.notes().subnetRemoved(subnetId);
    return held;
  }
}
