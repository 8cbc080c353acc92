package dev.ipam.reference;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.rows.RestRows;
import dev.ipam.reference.rows.RestRows.Rest;
import dev.ipam.request.Allocation;
import dev.ipam.request.Subnet;
import java.util.Objects;

/**
 * What another store tells of a subnet that this one follows: rows as they are told, nothing is
 * worked out. The free runs follow them.
 *
 * @param state the subnet
 */
record SubnetCopy(SubnetState state) {
  /** Puts an allocation in the place of what stands for its address. */
  void put(Allocation allocation) {
    Session session = state.session();
    IpAddress address = allocation.address();
    Allocation before = session.allocations().find(state.number(), state.id(), address);
    if (allocation.equals(before)) {
      return;
    }
    if (before != null) {
      session.allocations().replace(state.number(), before, allocation);
    } else if (state.takeNamed(address)) {
      session.allocations().add(state.number(), allocation);
    } else {
      throw new IllegalStateException(
          address + " of subnet \"" + state.id() + "\" is neither free nor held");
    }
    session.notes().address(state, address);
  }

  /** Makes an address rest. */
  void put(IpAddress address, long untilMillis) {
    free(address);
    boolean inside = state.ranks().contains(address);
    state.rest(new Rest(address, untilMillis, inside ? RestRows.INSIDE : RestRows.OUTSIDE));
    state.session().notes().address(state, address);
  }

  /** Makes an address free, whether it is held or rests. */
  void free(IpAddress address) {
    Session session = state.session();
    Allocation held = session.allocations().find(state.number(), state.id(), address);
    boolean inside = state.ranks().contains(address);
    if (held != null) {
      session.allocations().replace(state.number(), held, null);
      if (inside) {
        state.vacate(address, 1, 0, fromPass(address));
      } else {
        state.vacateOutside();
      }
      session.notes().address(state, address);
    }
    Rest rest = state.hasRest() ? state.rests().find(address) : null;
    if (rest != null) {
      state.rests().delete(address);
      if (rest.state() == RestRows.INSIDE) {
        state.vacate(address, 0, 1, fromPass(address));
      } else if (rest.state() == RestRows.WAITING) {
        mark(address, fromPass(address));
      }
      session.notes().address(state, address);
    }
  }

  private long fromPass(IpAddress address) {
    SubnetPass pass = state.pass();
    return pass.isAhead(address) && pass.isSpent(address) ? pass.next() : 0;
  }

  private void mark(IpAddress address, long fromPass) {
    if (state.free().isFree(address)) {
      state.free().take(address, address);
      state.free().add(new AddressRange(address, address), fromPass, state.pass().number());
      state.countHolds(0);
    }
  }

  /** Notes that addresses are spent. */
  void spend(AddressRange range) {
    for (IpAddress at = range.first(); ; at = at.plus(1)) {
      if (!state.spent().contains(at)) {
        state.spent().add(at);
        state.pass().countSpent(1);
        mark(at, state.pass().next());
        state.session().notes().spent(state, at);
      }
      if (at.equals(range.last())) {
        return;
      }
    }
  }

  /** Notes that none of a range is spent. */
  void unspend(AddressRange range) {
    var spent = state.spent().in(range);
    state.pass().countSpent(-state.spent().remove(range));
    spent.forEach(address -> mark(address, 0));
  }

  /** Notes of all that is spent that it waits for the pass after the present one. */
  void markAllSpent() {
    AddressRange all = state.subnet().cidr().range();
    state.spent().in(all).forEach(address -> mark(address, state.pass().next()));
  }

  /** Whether one definition can have become the other, or is of another subnet of the same id. */
  static boolean isSameLife(Subnet before, Subnet after) {
    return before.cidr().equals(after.cidr())
        && before.policy() == after.policy()
        && before.rest().equals(after.rest())
        && before.project().equals(after.project())
        && Objects.equals(before.poolId(), after.poolId());
  }
}
