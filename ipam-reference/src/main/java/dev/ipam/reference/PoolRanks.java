package dev.ipam.reference;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import java.math.BigInteger;
import java.util.List;

/** The addresses of a subnet's pools, counted from the lowest: which has which rank. */
final class PoolRanks {
  private final List<AddressRange> pools;
  private final BigInteger[] before;

  PoolRanks(List<AddressRange> pools) {
    this.pools = pools;
    before = new BigInteger[pools.size() + 1];
    before[0] = BigInteger.ZERO;
    for (int i = 0; i < pools.size(); i++) {
      before[i + 1] = before[i].add(pools.get(i).size());
    }
  }

  List<AddressRange> pools() {
    return pools;
  }

  /** How many addresses the pools have. */
  BigInteger capacity() {
    return before[pools.size()];
  }

  boolean contains(IpAddress address) {
    int at = poolAtOrBefore(address);
    return at >= 0 && pools.get(at).contains(address);
  }

  /** The rank of an address that is in the pools. */
  BigInteger rank(IpAddress address) {
    int at = poolAtOrBefore(address);
    IpAddress first = pools.get(at).first();
    return before[at].add(address.toBigInteger().subtract(first.toBigInteger()));
  }

  /** The address of a rank. */
  IpAddress address(BigInteger rank) {
    int low = 0;
    int high = pools.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (before[middle].compareTo(rank) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    IpAddress first = pools.get(low).first();
    return IpAddress.ofBigInteger(
        first.family(), first.toBigInteger().add(rank.subtract(before[low])));
  }

  private int poolAtOrBefore(IpAddress address) {
    int low = 0;
    int high = pools.size() - 1;
    int found = -1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (pools.get(middle).first().compareTo(address) <= 0) {
        found = middle;
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return found;
  }
}
