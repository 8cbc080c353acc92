package dev.ipam.reference;

import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.space.RandomOrder;
import dev.ipam.reference.space.Run;
import dev.ipam.request.AddressRequest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes from one subnet the addresses that a request asks for.
 *
 * @ipam.rule 3.01..3.33
 */
final class AddressChoice {
  private AddressChoice() {}

  /**
   * Takes one address, or several for a bulk.
   *
   * @return the addresses taken, or null where not enough are free; nothing has changed then
   */
  static @Nullable List<IpAddress> take(SubnetState state, AddressRequest wanted) {
    boolean any = wanted instanceof AddressRequest.Any || wanted instanceof AddressRequest.Bulk;
    if (any || wanted instanceof AddressRequest.PreferNext) {
      int count = wanted.count();
      if (state.freeCount().compareTo(BigInteger.valueOf(count)) < 0) {
        return null;
      }
      return any ? byPolicy(state, count) : lowest(state, 1);
    }
    IpAddress named = state.subnet().named(wanted);
    if (!state.takeNamed(named)) {
      throw new AddressAlreadyAllocatedException(state.id(), named.toString());
    }
    return List.of(named);
  }

  private static List<IpAddress> byPolicy(SubnetState state, int count) {
    return switch (state.subnet().policy()) {
      case SEQUENTIAL -> next(state, count);
      case LOWEST -> lowest(state, count);
      case RANDOM -> random(state, count);
    };
  }

  private static List<IpAddress> next(SubnetState state, int count) {
    List<IpAddress> taken = new ArrayList<>(count);
    while (taken.size() < count) {
      Run run = found(state, state.pass().take());
      IpAddress last = takeFrom(state, run, taken, count);
      state.pass().moveTo(last);
    }
    return taken;
  }

  private static List<IpAddress> lowest(SubnetState state, int count) {
    if (count == 1) {
      IpAddress first = found(state, state.pass().lowest()).first();
      state.takeLowest(first);
      return List.of(first);
    }
    List<IpAddress> taken = new ArrayList<>(count);
    while (taken.size() < count) {
      takeFrom(state, found(state, state.pass().lowest()), taken, count);
    }
    return taken;
  }

  /** Takes as much of a run as is needed, and returns the last address taken. */
  private static IpAddress takeFrom(SubnetState state, Run run, List<IpAddress> taken, int count) {
    long size = new AddressRange(run.first(), run.last()).saturatedSize();
    long needed = Math.min(size, (long) count - taken.size());
    IpAddress last = run.first().plus(needed - 1);
    state.takeRun(run.first(), last, needed);
    for (long i = 0; i < needed; i++) {
      taken.add(run.first().plus(i));
    }
    return last;
  }

  private static List<IpAddress> random(SubnetState state, int count) {
    RandomOrder order = state.order();
    if (order == null) {
      throw new IllegalStateException("a random subnet has an order");
    }
    List<IpAddress> taken = new ArrayList<>(count);
    for (BigInteger rank : order.draw(count, state.freeCount(), state.session().random())) {
      IpAddress address = state.ranks().address(rank);
      state.takeDrawn(address);
      taken.add(address);
    }
    return taken;
  }

  private static Run found(SubnetState state, @Nullable Run run) {
    if (run == null) {
      throw new StoreCorruptException(
          "the database",
          "table ipam_free",
          "it has fewer addresses of subnet \"" + state.id() + "\" than were counted");
    }
    return run;
  }
}
