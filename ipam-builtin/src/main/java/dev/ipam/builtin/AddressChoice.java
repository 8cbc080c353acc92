package dev.ipam.builtin;

import dev.ipam.builtin.index.OffsetList;
import dev.ipam.builtin.index.PoolIndex;
import dev.ipam.builtin.index.UInt128;
import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Takes from the index of one subnet the addresses that a request asks for. */
final class AddressChoice {
  private AddressChoice() {}

  /**
   * Takes one address, or several for a bulk.
   *
   * @return the addresses taken, or null where not enough are free
   */
  static @Nullable List<IpAddress> take(
      SubnetState state, AddressRequest wanted, RandomGenerator random) {
    PoolIndex index = state.index();
    if (wanted instanceof AddressRequest.Any) {
      return one(state, any(state, random));
    }
    if (wanted instanceof AddressRequest.PreferNext) {
      return one(state, index.takeLowest());
    }
    if (wanted instanceof AddressRequest.Bulk bulk) {
      return many(state, bulk(state, bulk.count(), random));
    }
    IpAddress named = state.subnet().named(wanted);
    if (!state.take(named)) {
      throw new AddressAlreadyAllocatedException(state.subnet().id(), named.toString());
    }
    return List.of(named);
  }

  private static @Nullable UInt128 any(SubnetState state, RandomGenerator random) {
    PoolIndex index = state.index();
    return switch (state.subnet().policy()) {
      case SEQUENTIAL -> index.takeNext();
      case LOWEST -> index.takeLowest();
      case RANDOM -> index.takeRandom(random);
    };
  }

  private static @Nullable OffsetList bulk(SubnetState state, int count, RandomGenerator random) {
    PoolIndex index = state.index();
    return switch (state.subnet().policy()) {
      case SEQUENTIAL -> index.takeNext(count);
      case LOWEST -> index.takeLowest(count);
      case RANDOM -> index.takeRandom(count, random);
    };
  }

  private static @Nullable List<IpAddress> one(SubnetState state, @Nullable UInt128 offset) {
    return offset == null ? null : List.of(state.address(offset.hi(), offset.lo()));
  }

  private static @Nullable List<IpAddress> many(SubnetState state, @Nullable OffsetList offsets) {
    if (offsets == null) {
      return null;
    }
    List<IpAddress> addresses = new ArrayList<>(offsets.size());
    for (int i = 0; i < offsets.size(); i++) {
      addresses.add(state.address(offsets.hi(i), offsets.lo(i)));
    }
    return addresses;
  }
}
