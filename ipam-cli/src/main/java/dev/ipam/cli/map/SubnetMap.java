package dev.ipam.cli.map;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Subnet;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a subnet holds, block by block. Between its rows, and before and after them, nothing is
 * held.
 */
public final class SubnetMap {
  private final Subnet subnet;
  private final int shift;
  private final List<MapRow> rows;
  private final BigInteger unplacedResting;

  SubnetMap(Subnet subnet, int shift, List<MapRow> rows, BigInteger unplacedResting) {
    this.subnet = subnet;
    this.shift = shift;
    this.rows = List.copyOf(rows);
    this.unplacedResting = unplacedResting;
  }

  Subnet subnet() {
    return subnet;
  }

  /** How many addresses rest of which nobody says which they are. */
  BigInteger unplacedResting() {
    return unplacedResting;
  }

  /** How many addresses a cell has. */
  BigInteger cellSize() {
    return BigInteger.ONE.shiftLeft(shift);
  }

  /**
   * A stretch of the subnet.
   *
   * @param run all of it
   * @param cells its cells, or none where it holds nothing and is not shown cell by cell
   */
  record Part(MapRun run, List<MapRun> cells) {}

  /** The whole subnet, from its first address to its last. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    IpAddress next = subnet.cidr().first();
    for (MapRow row : rows) {
      if (next.compareTo(row.block().first()) < 0) {
        parts.add(bare(next, before(row.block().first())));
      }
      List<MapRun> cells = cells(row);
      parts.add(new Part(sum(cells), cells));
      if (row.block().last().equals(subnet.cidr().last())) {
        return parts;
      }
      next = row.block().last().plus(1);
    }
    parts.add(bare(next, subnet.cidr().last()));
    return parts;
  }

  /**
   * Returns the whole subnet as runs, as long as can be told apart.
   *
   * @return the runs, from the first address to the last
   */
  public List<MapRun> runs() {
    List<MapRun> runs = new ArrayList<>();
    for (Part part : parts()) {
      for (MapRun each : part.cells().isEmpty() ? List.of(part.run()) : part.cells()) {
        MapRun last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (last != null && belongTogether(last, each)) {
          runs.set(runs.size() - 1, last.with(each));
        } else {
          runs.add(each);
        }
      }
    }
    return runs;
  }

  /** Blocks that hold something stay apart: their numbers are all that tells them apart. */
  private boolean belongTogether(MapRun one, MapRun other) {
    return one.state() == other.state()
        && one.gateway() == null
        && other.gateway() == null
        && (shift == 0 || (one.isBare() && other.isBare()));
  }

  private Part bare(IpAddress first, IpAddress last) {
    AddressRange range = new AddressRange(first, last);
    BigInteger inPools = inPools(range);
    CellState state = inPools.signum() > 0 ? CellState.FREE : CellState.OUTSIDE_POOLS;
    BigInteger none = BigInteger.ZERO;
    return new Part(new MapRun(range, state, null, inPools, none, none, none), List.of());
  }

  private List<MapRun> cells(MapRow row) {
    List<MapRun> cells = new ArrayList<>();
    for (int i = 0; i < row.cells(); i++) {
      IpAddress last = i + 1 < row.cells() ? before(row.first(i + 1)) : row.block().last();
      AddressRange range = new AddressRange(row.first(i), last);
      IpAddress gateway = subnet.gateway();
      cells.add(
          run(
              range,
              gateway != null && range.contains(gateway) ? gateway : null,
              BigInteger.valueOf(row.taken[i]),
              BigInteger.valueOf(row.resting[i]),
              BigInteger.valueOf(row.takenOutside[i])));
    }
    return cells;
  }

  private MapRun run(
      AddressRange range,
      @Nullable IpAddress gateway,
      BigInteger taken,
      BigInteger resting,
      BigInteger takenOutside) {
    BigInteger inPools = inPools(range);
    CellState state;
    if (shift == 0 && gateway != null) {
      state = CellState.GATEWAY;
    } else if (taken.signum() > 0) {
      boolean full = taken.add(resting).equals(inPools);
      state = shift == 0 ? CellState.TAKEN : full ? CellState.FULL : CellState.PARTLY_TAKEN;
    } else if (resting.signum() > 0) {
      state = CellState.RESTING;
    } else if (takenOutside.signum() > 0) {
      state = CellState.TAKEN_OUTSIDE_POOLS;
    } else {
      state = inPools.signum() > 0 ? CellState.FREE : CellState.OUTSIDE_POOLS;
    }
    return new MapRun(range, state, gateway, inPools, taken, resting, takenOutside);
  }

  private static MapRun sum(List<MapRun> cells) {
    return cells.stream().reduce(MapRun::with).orElseThrow();
  }

  private BigInteger inPools(AddressRange range) {
    BigInteger sum = BigInteger.ZERO;
    for (AddressRange pool : subnet.pools()) {
      if (pool.overlaps(range)) {
        IpAddress first = max(pool.first(), range.first());
        IpAddress last =
            max(pool.last(), range.last()).equals(pool.last()) ? range.last() : pool.last();
        sum = sum.add(new AddressRange(first, last).size());
      }
    }
    return sum;
  }

  private static IpAddress max(IpAddress one, IpAddress other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static IpAddress before(IpAddress address) {
    return IpAddress.ofBigInteger(
        address.family(), address.toBigInteger().subtract(BigInteger.ONE));
  }
}
