package dev.ipam.builtin;

import dev.ipam.builtin.index.PoolUsage;
import dev.ipam.builtin.store.KeyRecord;
import dev.ipam.builtin.store.KeyRecord.Operation;
import dev.ipam.builtin.store.KeyRecord.Part;
import dev.ipam.builtin.store.StoredSubnet;
import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.SubnetAlreadyExistsException;
import dev.ipam.error.SubnetInUseException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.RequestKind;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.Usage;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates, changes, removes and counts subnets. */
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
    PoolState pool = request.poolId() == null ? null : session.pools().required(request.poolId());
    Subnet subnet =
        pool == null
            ? Subnet.of((SpecificSubnetRequest) request)
            : PoolChanges.grant(pool, request);
    if (pool != null) {
      session.pools().take(pool, subnet);
    }
    StoredSubnet stored = new StoredSubnet(session.nextSubnetNumber(), subnet, key);
    session.subnets().add(stored);
    if (key != null && fingerprint != null) {
      Part part = new Part(stored.number(), id, 0, 0);
      session
          .keys()
          .bind(key, new KeyRecord(fingerprint, Operation.CREATE_SUBNET, List.of(part)), List.of());
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
      checkFree(session, state, gateway);
    }
    state.replace(after);
    return after;
  }

  /** A router that holds its own address is no conflict. */
  private static void checkFree(Session session, SubnetState state, IpAddress gateway) {
    if (!state.subnet().cidr().contains(gateway) || !state.isTaken(gateway)) {
      return;
    }
    Allocation holder = session.tables().allocation(state.stored(), gateway);
    if (holder == null || holder.kind() != RequestKind.GATEWAY) {
      throw new AddressAlreadyAllocatedException(state.stored().id(), gateway.toString());
    }
  }

  static long remove(Session session, String subnetId, boolean force) {
    SubnetState state = session.subnets().required(subnetId);
    long taken = state.taken();
    if (taken > 0 && !force) {
      throw new SubnetInUseException(subnetId, taken);
    }
    StoredSubnet stored = state.stored();
    session.pools().release(stored.subnet());
    session.keys().subnetRemoved(stored);
    state.deleteSpentRows();
    state.deleteIndex();
    session.tables().deleteSubnet(stored, taken > 0);
    session.subnets().remove(state);
    if (taken > 0) {
      session.removedRows().add(stored);
    }
    return taken;
  }

  static Usage usage(Session session, String subnetId) {
    SubnetState state = session.subnets().required(subnetId);
    PoolUsage usage = state.index().usage();
    return new Usage(
        subnetId,
        usage.capacity().toBigInteger(),
        BigInteger.valueOf(usage.takenInPools()),
        usage.free().toBigInteger(),
        BigInteger.valueOf(usage.resting()),
        BigInteger.valueOf(usage.takenOutside()),
        state.nextRested());
  }
}
