package dev.ipam.snapshot;

import dev.ipam.net.AddressRange;
import dev.ipam.net.AllocationPools;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.Subnet;
import dev.ipam.snapshot.SnapshotRecord.PassRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether what is said of a subnet's pass and addresses can be. */
final class SubnetContentCheck {
  private static final int BEFORE_PASS = 0;
  private static final int BEFORE_SPENT = 1;
  private static final int IN_SPENT = 2;
  private static final int AFTER_SPENT = 3;
  private static final int IN_ADDRESSES = 4;

  /** As many make a new pass begin. */
  private static final long SPENT_BOUND = 65_536;

  private final Subnet subnet;
  private int stage = BEFORE_PASS;
  private @Nullable IpAddress position;
  private @Nullable IpAddress lastSpent;
  private @Nullable IpAddress lastAddress;
  private long spent;
  private int pool;

  SubnetContentCheck(Subnet subnet) {
    this.subnet = subnet;
  }

  String id() {
    return subnet.id();
  }

  void pass(PassRecord record) throws Refusal {
    sequential();
    advance(stage == BEFORE_PASS, BEFORE_SPENT);
    IpAddress at = record.position();
    if (subnet.pools().stream().noneMatch(range -> range.contains(at))) {
      throw new Refusal("the pass stands at " + at + ", which is in none of the subnet's pools");
    }
    position = at;
  }

  void spent(SpentRecord record) throws Refusal {
    sequential();
    boolean full = record.ranges().size() == SpentRecord.FULL;
    advance(stage < AFTER_SPENT, full ? IN_SPENT : AFTER_SPENT);
    for (AddressRange range : record.ranges()) {
      IpAddress at = position;
      IpAddress last = lastSpent;
      if (at != null && range.first().compareTo(at) <= 0) {
        throw new Refusal(range + " is spent, but not above the position " + at + " of the pass");
      }
      if (last != null && (last.isHighest() || range.first().compareTo(last.plus(1)) <= 0)) {
        throw new Refusal(range + " is spent, but overlaps, adjoins or precedes what is before it");
      }
      inPools(range);
      spent += Math.min(range.saturatedSize(), SPENT_BOUND);
      if (spent >= SPENT_BOUND) {
        throw new Refusal("no pass has " + SPENT_BOUND + " addresses spent");
      }
      lastSpent = range.last();
    }
  }

  void allocation(Allocation allocation, long mark) throws Refusal {
    address(allocation.address());
    if (allocation.token() > mark) {
      throw new Refusal("token " + allocation.token() + " is above the token mark " + mark);
    }
  }

  void rest(RestRecord record) throws Refusal {
    address(record.address());
    if (subnet.rest().isZero()) {
      throw new Refusal(record.address() + " rests in a subnet without rest time");
    }
  }

  private void address(IpAddress address) throws Refusal {
    stage = IN_ADDRESSES;
    IpAddress last = lastAddress;
    if (last != null && last.compareTo(address) >= 0) {
      throw new Refusal(
          address
              + (last.equals(address) ? " comes twice" : " is not in the order of addresses")
              + " in subnet "
              + Refusal.quote(subnet.id()));
    }
    lastAddress = address;
    if (!subnet.cidr().contains(address)
        || !AllocationPools.isAllocatable(subnet.cidr(), address)) {
      throw new Refusal(
          address + " is no address that subnet " + subnet.cidr() + " can give to anyone");
    }
  }

  /** Ranges come in ascending order, and pools are. */
  private void inPools(AddressRange range) throws Refusal {
    List<AddressRange> pools = subnet.pools();
    IpAddress from = range.first();
    while (pool < pools.size() && pools.get(pool).last().compareTo(from) < 0) {
      pool++;
    }
    while (pool < pools.size() && pools.get(pool).contains(from)) {
      IpAddress last = pools.get(pool).last();
      if (last.compareTo(range.last()) >= 0) {
        return;
      }
      from = last.plus(1);
      pool++;
    }
    throw new Refusal(range + " is spent, but not in the subnet's pools");
  }

  private void sequential() throws Refusal {
    if (subnet.policy() != AllocationPolicy.SEQUENTIAL) {
      throw new Refusal("subnet " + Refusal.quote(subnet.id()) + " is not sequential: no pass");
    }
  }

  private void advance(boolean allowed, int next) throws Refusal {
    if (!allowed) {
      throw new Refusal("it comes too late, or twice, among the records of its subnet");
    }
    stage = next;
  }
}
