package dev.ipam.reference;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.rows.Forms;
import dev.ipam.reference.rows.RestRows;
import dev.ipam.reference.space.RandomOrder;
import dev.ipam.request.Subnet;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Puts other pools in the place of a subnet's. Only what lies in the ranges that came or went is
 * looked at; the order of a random subnet is made anew.
 *
 * @ipam.rule 2.33..2.37
 */
final class PoolReplacement {
  private PoolReplacement() {}

  static void replace(SubnetState state, Subnet after) {
    state.session().flush();
    List<AddressRange> before = state.subnet().pools();
    for (AddressRange gone : subtract(before, after.pools())) {
      state.free().clear(gone);
      state.moved(-held(state, gone), -state.rests().move(gone, RestRows.OUTSIDE));
    }
    List<AddressRange> added = subtract(after.pools(), before);
    state.redefine(after);
    state.pass().start();
    for (AddressRange came : added) {
      state.moved(held(state, came), state.rests().move(came, RestRows.INSIDE));
      addFree(state, came);
    }
    reorder(state);
  }

  private static long held(SubnetState state, AddressRange range) {
    return state
        .session()
        .sql()
        .number(
            "SELECT count(*) FROM ipam_allocation"
                + " WHERE subnet_number = ? AND address BETWEEN ? AND ?",
            state.number(),
            range.first().toBytes(),
            range.last().toBytes());
  }

  private static void addFree(SubnetState state, AddressRange range) {
    IpAddress from = range.first();
    for (IpAddress taken : taken(state.session().sql(), state.number(), range)) {
      if (from.compareTo(taken) < 0) {
        state.free().add(new AddressRange(from, taken.plus(-1)), 0, state.pass().number());
      }
      if (taken.equals(range.last())) {
        return;
      }
      from = taken.plus(1);
    }
    state.free().add(new AddressRange(from, range.last()), 0, state.pass().number());
  }

  /** What is allocated or rests in a range, ascending. */
  private static SortedSet<IpAddress> taken(Sql sql, long number, AddressRange range) {
    SortedSet<IpAddress> taken =
        new TreeSet<>(
            sql.all(
                "SELECT address FROM ipam_allocation"
                    + " WHERE subnet_number = ? AND address BETWEEN ? AND ?",
                row -> Forms.address(row, 1),
                number,
                range.first().toBytes(),
                range.last().toBytes()));
    taken.addAll(new RestRows(sql, number).restingIn(range));
    return taken;
  }

  private static void reorder(SubnetState state) {
    RandomOrder order = state.order();
    if (order != null) {
      state.session().sql().run("DELETE FROM ipam_place WHERE subnet_number = ?", state.number());
      build(order, state.session().sql(), state.number(), state.ranks());
    }
  }

  /** Makes the order of a random subnet that has no rows of it. */
  static void build(RandomOrder order, Sql sql, long number, PoolRanks ranks) {
    order.startEmpty();
    BigInteger free = ranks.capacity();
    for (AddressRange pool : ranks.pools()) {
      for (IpAddress taken : taken(sql, number, pool)) {
        order.take(ranks.rank(taken), free);
        free = free.subtract(BigInteger.ONE);
      }
    }
  }

  /** What is in some ranges but not in others; all disjoint and ascending. */
  static List<AddressRange> subtract(List<AddressRange> ranges, List<AddressRange> without) {
    List<AddressRange> left = new ArrayList<>();
    for (AddressRange range : ranges) {
      IpAddress from = range.first();
      boolean ended = false;
      for (AddressRange other : without) {
        if (!other.overlaps(new AddressRange(from, range.last()))) {
          continue;
        }
        if (from.compareTo(other.first()) < 0) {
          left.add(new AddressRange(from, other.first().plus(-1)));
        }
        if (other.last().compareTo(range.last()) >= 0) {
          ended = true;
          break;
        }
        from = other.last().plus(1);
      }
      if (!ended) {
        left.add(new AddressRange(from, range.last()));
      }
    }
    return left;
  }
}
