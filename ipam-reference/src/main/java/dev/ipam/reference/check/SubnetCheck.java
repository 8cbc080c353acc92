package dev.ipam.reference.check;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.rows.Forms;
import dev.ipam.reference.rows.FreeTable;
import dev.ipam.reference.rows.RestRows;
import dev.ipam.reference.rows.RestRows.Rest;
import dev.ipam.reference.rows.SubnetRow;
import dev.ipam.reference.space.Run;
import dev.ipam.reference.transfer.SnapshotReader;
import dev.ipam.request.Allocation;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is held, rests and is free of one subnet: they are disjoint, and together just the
 * pools, as their numbers say. In memory is a page of each.
 */
final class SubnetCheck {
  private static final int PAGE = 500;

  private final StoreCheck check;
  private final SnapshotReader reader;
  private final SubnetRow row;
  private final String part;
  private @Nullable Run run;
  private @Nullable IpAddress runsFrom;
  private Iterator<Run> runs = List.<Run>of().iterator();
  private boolean runsEnded;
  private boolean cutFound;
  private BigInteger free = BigInteger.ZERO;
  private long heldInPools;
  private long heldOutside;
  private long resting;

  SubnetCheck(StoreCheck check, SnapshotReader reader, SubnetRow row) {
    this.check = check;
    this.reader = reader;
    this.row = row;
    this.part = "subnet \"" + row.subnet().id() + "\"";
  }

  void run(long token) {
    nextRun();
    Iterator<Allocation> held = reader.allocations(row);
    while (held.hasNext()) {
      held(held.next(), token);
    }
    while (run != null) {
      nextRun();
    }
    Run cut = row.state().cut();
    if (cut != null && !cutFound) {
      check.problem(
          part, "table ipam_free has no run that ends at " + cut.last() + ", as its row says");
    }
    rests();
    counts();
    spent();
  }

  private void held(Allocation allocation, long token) {
    check.count();
    IpAddress address = allocation.address();
    Run current = run;
    while (current != null && current.last().compareTo(address) < 0) {
      nextRun();
      current = run;
    }
    if (current != null && current.first().compareTo(address) <= 0) {
      check.problem(part, address + " is allocated, and free in table ipam_free");
    }
    if (allocation.token() > token) {
      check.problem(
          part, address + " has token " + allocation.token() + ", above the mark " + token);
    }
    if (!row.subnet().cidr().contains(address)) {
      check.problem(part, address + " is allocated, and outside of its CIDR");
    }
    if (inPools(new AddressRange(address, address))) {
      heldInPools++;
    } else {
      heldOutside++;
    }
  }

  private boolean inPools(AddressRange range) {
    IpAddress from = range.first();
    for (AddressRange pool : row.subnet().pools()) {
      if (pool.contains(from)) {
        if (pool.contains(range.last())) {
          return true;
        }
        from = pool.last().plus(1);
      }
    }
    return false;
  }

  private void nextRun() {
    Run last = run;
    run = null;
    if (!runs.hasNext() && !runsEnded) {
      IpAddress from = runsFrom;
      List<Run> page =
          new FreeTable(row.number(), reader.sql())
              .endingFrom(from == null ? row.subnet().cidr().first() : from, PAGE);
      runsEnded = page.size() < PAGE;
      if (!page.isEmpty()) {
        IpAddress end = page.get(page.size() - 1).last();
        runsEnded |= end.isHighest();
        runsFrom = end.isHighest() ? end : end.plus(1);
      }
      runs = page.iterator();
    }
    if (!runs.hasNext()) {
      return;
    }
    Run next = left(runs.next());
    check.count();
    AddressRange range = new AddressRange(next.first(), next.last());
    free = free.add(range.size());
    if (last != null && next.first().compareTo(last.last()) <= 0) {
      check.problem(part, range + " of table ipam_free overlaps the run before it");
    }
    if (!inPools(range)) {
      check.problem(part, range + " is free in table ipam_free, and not in its pools");
    }
    run = next;
  }

  /** What is left of a run, where it is the one of which the subnet's row says so. */
  private Run left(Run stored) {
    Run cut = row.state().cut();
    if (cut == null || !cut.last().equals(stored.last())) {
      return stored;
    }
    cutFound = true;
    if (cut.fromPass() != stored.fromPass()) {
      check.problem(
          part,
          "the run that ends at "
              + cut.last()
              + " is for passes from "
              + stored.fromPass()
              + " on in table ipam_free, from "
              + cut.fromPass()
              + " on in its row");
    }
    return stored.after(cut);
  }

  private void rests() {
    Iterator<Rest> all = reader.rests(row);
    while (all.hasNext()) {
      Rest rest = all.next();
      check.count();
      boolean inside = inPools(new AddressRange(rest.address(), rest.address()));
      if (inside == (rest.state() == RestRows.OUTSIDE)) {
        check.problem(part, rest.address() + " rests, and is not where its row says");
      }
      resting += rest.state() == RestRows.INSIDE ? 1 : 0;
      Long held =
          reader
              .sql()
              .first(
                  "SELECT token FROM ipam_allocation WHERE subnet_number = ? AND address = ?",
                  each -> each.getLong(1),
                  row.number(),
                  rest.address().toBytes());
      if (held != null) {
        check.problem(part, rest.address() + " rests, and is allocated");
      }
    }
  }

  /** What open transactions of callers hold is counted as held, whether it is there yet or not. */
  private void counts() {
    long holds =
        reader.sql().number("SELECT count(*) FROM ipam_hold WHERE subnet_number = ?", row.number());
    if (holds > 0) {
      return;
    }
    BigInteger capacity =
        row.subnet().pools().stream()
            .map(AddressRange::size)
            .reduce(BigInteger.ZERO, BigInteger::add);
    compare("allocations in its pools", heldInPools, row.state().heldInPools());
    compare("allocations outside of its pools", heldOutside, row.state().heldOutside());
    compare("resting addresses", resting, row.state().resting());
    BigInteger expected = capacity.subtract(BigInteger.valueOf(heldInPools + resting));
    if (!free.equals(expected)) {
      check.problem(part, free + " addresses are free in table ipam_free, not " + expected);
    }
  }

  private void compare(String what, long found, long noted) {
    if (found != noted) {
      check.problem(part, "it has " + found + " " + what + ", and its row says " + noted);
    }
  }

  private void spent() {
    long ahead =
        reader
            .sql()
            .all(
                "SELECT address FROM ipam_spent WHERE subnet_number = ?",
                each -> Forms.address(each, 1),
                row.number())
            .size();
    if (ahead > row.state().spent()) {
      check.problem(part, ahead + " addresses are spent, and its row says fewer");
    }
  }
}
