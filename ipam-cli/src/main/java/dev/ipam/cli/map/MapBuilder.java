package dev.ipam.cli.map;

import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Subnet;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a subnet holds, told address by address in ascending order, into a bounded number of
 * rows. A cell begins as one address; whenever more rows than {@link #MOST_ROWS} hold something,
 * every cell becomes twice as large, and neighbouring rows become one.
 */
final class MapBuilder {
  static final int MOST_ROWS = 32;

  private final Subnet subnet;
  private final BigInteger unplacedResting;
  private final int hostBits;
  private List<MapRow> rows = new ArrayList<>();
  private int shift;
  private int pool;
  private @Nullable IpAddress gateway;

  /**
   * Begins.
   *
   * @param subnet the subnet
   * @param unplacedResting how many addresses rest of which nobody says which they are
   */
  MapBuilder(Subnet subnet, BigInteger unplacedResting) {
    this.subnet = subnet;
    this.unplacedResting = unplacedResting;
    this.hostBits = subnet.cidr().family().bits() - subnet.cidr().prefixLength();
    IpAddress given = subnet.gateway();
    this.gateway = given != null && subnet.cidr().contains(given) ? given : null;
  }

  void add(Held held) {
    IpAddress address = held.address();
    IpAddress pending = gateway;
    if (pending != null && pending.compareTo(address) <= 0) {
      row(pending);
      gateway = null;
    }
    boolean inPools = inPools(address);
    if (held.rests() && !inPools) {
      return;
    }
    MapRow row = row(address);
    int cell = row.cell(address);
    if (held.rests()) {
      row.resting[cell]++;
    } else if (inPools) {
      row.taken[cell]++;
    } else {
      row.takenOutside[cell]++;
    }
  }

  /** The addresses ascend, and so do the pools: none is looked at twice. */
  private boolean inPools(IpAddress address) {
    List<AddressRange> pools = subnet.pools();
    while (pool < pools.size() && pools.get(pool).last().compareTo(address) < 0) {
      pool++;
    }
    return pool < pools.size() && pools.get(pool).contains(address);
  }

  private MapRow row(IpAddress address) {
    MapRow last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
    if (last != null && last.block().contains(address)) {
      return last;
    }
    rows.add(new MapRow(block(address), shift));
    while (rows.size() > MOST_ROWS) {
      coarsen();
    }
    return rows.get(rows.size() - 1);
  }

  private Cidr block(IpAddress address) {
    int bits = Math.min(hostBits, shift + MapRow.CELL_BITS);
    return Cidr.containing(address, address.family().bits() - bits);
  }

  private void coarsen() {
    shift++;
    List<MapRow> fewer = new ArrayList<>();
    for (MapRow half : rows) {
      Cidr block = block(half.block().first());
      MapRow last = fewer.isEmpty() ? null : fewer.get(fewer.size() - 1);
      if (last == null || !last.block().equals(block)) {
        last = new MapRow(block, shift);
        fewer.add(last);
      }
      last.absorb(half);
    }
    rows = fewer;
  }

  SubnetMap build() {
    IpAddress pending = gateway;
    if (pending != null) {
      row(pending);
      gateway = null;
    }
    return new SubnetMap(subnet, shift, whole() ? everyRow() : rows, unplacedResting);
  }

  /** Whether there is room for the rows that hold nothing, too. */
  private boolean whole() {
    return hostBits - shift - MapRow.CELL_BITS <= Integer.numberOfTrailingZeros(MOST_ROWS);
  }

  private List<MapRow> everyRow() {
    List<MapRow> all = new ArrayList<>();
    IpAddress at = subnet.cidr().first();
    int next = 0;
    while (true) {
      boolean held = next < rows.size() && rows.get(next).block().contains(at);
      MapRow row = held ? rows.get(next++) : new MapRow(block(at), shift);
      all.add(row);
      if (row.block().last().equals(subnet.cidr().last())) {
        return all;
      }
      at = row.block().last().plus(1);
    }
  }
}
