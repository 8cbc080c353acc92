package dev.ipam.reference.transfer;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.rows.RestRows;
import dev.ipam.reference.rows.RestRows.Rest;
import dev.ipam.reference.rows.SubnetCounts;
import dev.ipam.reference.rows.SubnetRow;
import dev.ipam.reference.space.Run;
import dev.ipam.request.Subnet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subnet on its way into the store: its addresses come in ascending order, and what lies between
 * them in its pools is free.
 */
final class StagedSubnet {
  private static final long FIRST_PASS = 1;
  private static final long NEXT_PASS = 2;

  private final long number;
  private final Subnet subnet;
  private final @Nullable String key;
  private final List<AddressRange> spent = new ArrayList<>();
  private @Nullable IpAddress position;
  private int pool;
  private @Nullable IpAddress free;
  private int spentCount;
  private int nextSpent;
  private long heldInPools;
  private long heldOutside;
  private long resting;
  private long restDue = Long.MAX_VALUE;

  StagedSubnet(long number, Subnet subnet, @Nullable String key) {
    this.number = number;
    this.subnet = subnet;
    this.key = key;
    this.free = subnet.pools().isEmpty() ? null : subnet.pools().get(0).first();
  }

  long number() {
    return number;
  }

  Subnet subnet() {
    return subnet;
  }

  void pass(IpAddress at) {
    position = at;
  }

  void spent(List<AddressRange> ranges) {
    spent.addAll(ranges);
    for (AddressRange range : ranges) {
      spentCount += (int) range.saturatedSize();
    }
  }

  /** Takes an allocated address, and tells which runs before it are free. */
  void held(IpAddress address, List<Run> runs) {
    if (take(address, runs)) {
      heldInPools++;
    } else {
      heldOutside++;
    }
  }

  /** Takes a resting address. */
  Rest rest(IpAddress address, long untilMillis, List<Run> runs) {
    boolean inside = take(address, runs);
    resting += inside ? 1 : 0;
    restDue = Math.min(restDue, untilMillis);
    return new Rest(address, untilMillis, inside ? RestRows.INSIDE : RestRows.OUTSIDE);
  }

  private boolean take(IpAddress address, List<Run> runs) {
    List<AddressRange> pools = subnet.pools();
    while (pool < pools.size() && pools.get(pool).last().compareTo(address) < 0) {
      closePool(runs);
    }
    IpAddress from = free;
    if (pool == pools.size() || !pools.get(pool).contains(address)) {
      return false;
    }
    if (from != null && from.compareTo(address) < 0) {
      add(new AddressRange(from, address.plus(-1)), runs);
    }
    free = address.equals(pools.get(pool).last()) ? null : address.plus(1);
    return true;
  }

  private void closePool(List<Run> runs) {
    IpAddress from = free;
    if (from != null) {
      add(new AddressRange(from, subnet.pools().get(pool).last()), runs);
    }
    pool++;
    free = pool < subnet.pools().size() ? subnet.pools().get(pool).first() : null;
  }

  /** What is spent of a free range waits for the next pass. */
  private void add(AddressRange range, List<Run> runs) {
    IpAddress from = range.first();
    while (nextSpent < spent.size() && spent.get(nextSpent).last().compareTo(from) < 0) {
      nextSpent++;
    }
    for (int i = nextSpent; i < spent.size(); i++) {
      AddressRange waits = spent.get(i);
      if (waits.first().compareTo(range.last()) > 0) {
        break;
      }
      if (from.compareTo(waits.first()) < 0) {
        runs.add(new Run(from, waits.first().plus(-1), 0));
      } else {
        waits = new AddressRange(from, waits.last());
      }
      if (waits.last().compareTo(range.last()) >= 0) {
        runs.add(new Run(waits.first(), range.last(), NEXT_PASS));
        return;
      }
      runs.add(new Run(waits.first(), waits.last(), NEXT_PASS));
      from = waits.last().plus(1);
    }
    runs.add(new Run(from, range.last(), 0));
  }

  /** Ends the subnet: what is left of its pools is free. */
  SubnetRow end(List<Run> runs) {
    while (pool < subnet.pools().size()) {
      closePool(runs);
    }
    return new SubnetRow(
        number,
        subnet,
        key,
        new SubnetCounts(
            FIRST_PASS,
            position,
            Long.MIN_VALUE,
            spentCount,
            heldInPools,
            heldOutside,
            resting,
            restDue,
            0,
            null));
  }
}
