package dev.ipam.reference;

import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.rows.Holds;
import dev.ipam.reference.rows.Holds.Hold;
import dev.ipam.request.Allocation;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What open transactions of callers hold of a subnet. Whether one that has ended was committed is
 * told by the allocations themselves.
 *
 * @ipam.rule 6.30..6.32
 */
final class SubnetHolds {
  private static final String REASON = "an open transaction holds the address or the subnet";

  private SubnetHolds() {}

  /** Gives back, or frees, what transactions that have ended took and released. */
  static void settle(SubnetState state) {
    Session session = state.session();
    Holds holds = new Holds(session.sql());
    EndedUnits units = new EndedUnits(session);
    Set<String> ended = units.ofSubnet(state.number());
    if (ended.isEmpty()) {
      return;
    }
    List<Hold> all = holds.ofSubnet(state.number());
    for (Hold hold : all) {
      if (ended.contains(hold.unitId())) {
        holds.delete(state.number(), hold.address());
        state.countHolds(-1);
        end(state, hold);
      }
    }
    units.forget(ended);
  }

  private static void end(SubnetState state, Hold hold) {
    Session session = state.session();
    IpAddress address = hold.address();
    Allocation now = session.allocations().find(state.number(), state.id(), address);
    boolean held = now != null && now.token() == hold.token();
    if (hold.kind().equals(Holds.TAKES)) {
      if (!held) {
        state.giveBack(address);
        state.pass().retreat(hold.passNo(), address, hold.passBefore());
      }
    } else if (!held) {
      session.keys().leave(hold.key());
      state.release(address);
    }
    if (hold.key() != null) {
      session.notes().key(hold.key());
    }
    session.notes().address(state, address);
  }

  /** Makes an operation wait that depends on how a transaction ends. */
  static void checkDecided(SubnetState state, IpAddress address) {
    if (state.hasHolds()) {
      Hold hold = new Holds(state.session().sql()).find(state.number(), address);
      if (hold != null) {
        throw Waiting.forUnit(
            REASON,
            hold.unitId(),
            new AddressAlreadyAllocatedException(state.id(), address.toString()));
      }
    }
  }

  /** The same for an operation that concerns all addresses of a subnet. */
  static void checkAllDecided(SubnetState state) {
    if (state.hasHolds()) {
      throw undecided(null);
    }
  }

  /**
   * What makes an operation wait for a transaction.
   *
   * @param unit the transaction, or null where it may be several
   */
  static Waiting undecided(@Nullable String unit) {
    return Waiting.forUnit(REASON, unit);
  }

  /** Makes a change of authority wait until every transaction that was joined has ended. */
  static void checkNoneOpen(Session session) {
    if (!session.isShared()) {
      // Nobody joins where there are no servers.
      return;
    }
    if (!new EndedUnits(session).areAll()) {
      throw new Waiting("a transaction that was joined is open", true);
    }
  }
}
