package dev.ipam.reference;

import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.reference.rows.SubnetCounts;
import dev.ipam.reference.space.Run;
import dev.ipam.request.AllocationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The pass of a sequential subnet: how far it has come, and what ahead of it must wait for the
 * next. What must wait is told from the rest by the number of the pass from which on it may be
 * handed out; so a new pass begins without touching it.
 *
 * @ipam.rule 3.04..3.10 3.70
 */
final class SubnetPass {
  /** How many addresses may be spent; a pass that reaches it ends, or its rows had no bound. */
  private static final int SPENT_BOUND = 65_536;

  private final SubnetState state;
  private final boolean sequential;
  private final IpAddress lowest;
  private long number;
  private @Nullable IpAddress at;
  private long started;
  private int spent;

  SubnetPass(SubnetState state, SubnetCounts counts) {
    this.state = state;
    sequential = state.subnet().policy() == AllocationPolicy.SEQUENTIAL;
    lowest = state.family() == IpFamily.IPV4 ? IpAddress.ofIpv4(0) : IpAddress.ofIpv6(0, 0);
    number = counts.passNo();
    at = counts.passAt();
    started = counts.passStarted();
    spent = counts.spent();
  }

  SubnetCounts counts(
      long heldInPools,
      long heldOutside,
      long resting,
      long restDue,
      int holds,
      @Nullable Run cut) {
    return new SubnetCounts(
        number, at, started, spent, heldInPools, heldOutside, resting, restDue, holds, cut);
  }

  /** The number of this pass. */
  long number() {
    return number;
  }

  /** The number of the next pass. */
  long next() {
    return number + 1;
  }

  /** When it began, in milliseconds since 1970. */
  long started() {
    return started;
  }

  /** Whether a pass is kept, and has not come to an address yet. */
  boolean isAhead(IpAddress address) {
    IpAddress last = at;
    return sequential && (last == null || address.compareTo(last) > 0);
  }

  boolean isSpent(IpAddress address) {
    return spent > 0 && state.spent().contains(address);
  }

  /** The lowest run of the pools that has anything free, whatever the pass. */
  @Nullable Run lowest() {
    return state.free().atOrAfter(lowest);
  }

  /** What this pass may hand out next, or else a new one; null where nothing is free. */
  @Nullable Run take() {
    Run run = ahead();
    if (run == null) {
      start();
      run = ahead();
    }
    return run;
  }

  private @Nullable Run ahead() {
    IpAddress from = from();
    if (from == null) {
      return null;
    }
    Run run = state.free().eligible(from, number);
    if (run == null || run.first().compareTo(from) >= 0) {
      return run;
    }
    return new Run(from, run.last(), run.fromPass());
  }

  /** Notes the address that was handed out last. */
  void moveTo(IpAddress address) {
    at = address;
    state.session().notes().passMoved(state, address);
  }

  /** The address that was handed out last, or null. */
  @Nullable IpAddress position() {
    return at;
  }

  /** Where it looks for what is free; null where it has come to the end of all addresses. */
  @Nullable IpAddress from() {
    IpAddress last = at;
    if (last == null) {
      return lowest;
    }
    return last.isHighest() ? null : last.plus(1);
  }

  /** Goes back to where it stood before it handed out an address, where it still stands there. */
  void retreat(long passNumber, IpAddress from, @Nullable IpAddress before) {
    if (passNumber == number && from.equals(at)) {
      at = before;
      if (before == null) {
        state.session().notes().passStarted(state);
      } else {
        state.session().notes().passMoved(state, before);
      }
    }
  }

  /** Notes that an address of the pools was released. */
  void released(IpAddress address) {
    if (!isAhead(address) || isSpent(address)) {
      return;
    }
    state.spent().add(address);
    spent++;
    IpAddress last = at;
    if (spent >= SPENT_BOUND && last != null) {
      spent -= state.spent().removeUpTo(last);
    }
    if (spent >= SPENT_BOUND) {
      start();
    } else {
      state.session().notes().spent(state, address);
    }
  }

  /** Stands where another store says; a pass that began at another time is another one. */
  void follow(@Nullable IpAddress last, long startedMillis) {
    at = last;
    if (last != null && spent > 0) {
      spent -= state.spent().removeUpTo(last);
    }
    if (startedMillis != started) {
      started = startedMillis;
      number++;
      state.rests().deleteWaiting();
      state.copy().markAllSpent();
    }
    if (last == null) {
      state.session().notes().passStarted(state);
    } else {
      state.session().notes().passMoved(state, last);
    }
    state.countHolds(0);
  }

  /** Counts what another store says is spent, or is not any more. */
  void countSpent(int change) {
    spent += change;
    state.countHolds(0);
  }

  /** Starts a new pass, if one is kept. */
  void start() {
    if (!sequential) {
      return;
    }
    number++;
    at = null;
    started = state.hasRest() ? state.session().stampMillis() : Long.MIN_VALUE;
    if (spent > 0) {
      state.spent().removeAll();
      spent = 0;
    }
    if (state.hasRest()) {
      state.rests().deleteWaiting();
    }
    state.session().notes().passStarted(state);
  }
}
