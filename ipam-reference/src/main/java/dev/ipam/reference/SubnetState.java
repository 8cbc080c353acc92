package dev.ipam.reference;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.reference.rows.FreeTable;
import dev.ipam.reference.rows.PlaceTable;
import dev.ipam.reference.rows.RestRows;
import dev.ipam.reference.rows.RestRows.Rest;
import dev.ipam.reference.rows.SpentRows;
import dev.ipam.reference.rows.SubnetCounts;
import dev.ipam.reference.rows.SubnetRow;
import dev.ipam.reference.space.FreeRuns;
import dev.ipam.reference.space.RandomOrder;
import dev.ipam.reference.space.Run;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.Subnet;
import dev.ipam.request.Usage;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subnet that a transaction works on: its row, what is free of it, its pass and its counts. What
 * was read stays right for the next transaction where nobody else wrote to the store meanwhile.
 */
final class SubnetState {
  private final Session session;
  private final long number;
  private final @Nullable String key;
  private final RestRows rests;
  private final SpentRows spent;
  private final FreeRuns free;
  private final SubnetPass pass;
  private @Nullable RandomOrder order;
  private Subnet subnet;
  private PoolRanks ranks;
  private long heldInPools;
  private long heldOutside;
  private long resting;
  private long restDue;
  private int holds;

  SubnetState(Session session, SubnetRow row) {
    this.session = session;
    number = row.number();
    subnet = row.subnet();
    key = row.key();
    ranks = new PoolRanks(subnet.pools());
    rests = new RestRows(session.sql(), number);
    spent = new SpentRows(session.sql(), number);
    SubnetCounts counts = row.state();
    free = new FreeRuns(new FreeTable(number, session.sql()), family(), counts.cut());
    order =
        subnet.policy() == AllocationPolicy.RANDOM
            ? new RandomOrder(new PlaceTable(number, session.sql()))
            : null;
    pass = new SubnetPass(this, counts);
    heldInPools = counts.heldInPools();
    heldOutside = counts.heldOutside();
    resting = counts.resting();
    restDue = counts.restDue();
    holds = counts.holds();
  }

  /** Fills the rows of a subnet that has none yet. */
  void fill() {
    free.startEmpty();
    if (order != null) {
      order.startEmpty();
    }
    for (AddressRange pool : subnet.pools()) {
      free.add(pool, 0, 1);
    }
    changed();
  }

  /** Takes over the first free runs of its pass, as they were read with its row. */
  void startWith(List<Run> runs, int most) {
    IpAddress from = pass.from();
    if (from != null) {
      free.startWith(from, runs, most);
    }
  }

  /** Where it will look first for what is free, where that is not known yet; or null. */
  @Nullable IpAddress unknownAhead() {
    IpAddress from = pass.from();
    boolean looks = order == null && freeCount().signum() > 0;
    return looks && from != null && !free.isKnown(from) ? from : null;
  }

  private void changed() {
    session.touch(this);
  }

  Session session() {
    return session;
  }

  long number() {
    return number;
  }

  String id() {
    return subnet.id();
  }

  Subnet subnet() {
    return subnet;
  }

  @Nullable String key() {
    return key;
  }

  IpFamily family() {
    return subnet.cidr().family();
  }

  RestRows rests() {
    return rests;
  }

  SpentRows spent() {
    return spent;
  }

  FreeRuns free() {
    return free;
  }

  SubnetPass pass() {
    return pass;
  }

  PoolRanks ranks() {
    return ranks;
  }

  @Nullable RandomOrder order() {
    return order;
  }

  boolean hasRest() {
    return !subnet.rest().isZero();
  }

  /** How many addresses are allocated, in the pools and outside. */
  long held() {
    return heldInPools + heldOutside;
  }

  long resting() {
    return resting;
  }

  /** How many addresses of the pools are free. */
  BigInteger freeCount() {
    return ranks.capacity().subtract(BigInteger.valueOf(heldInPools + resting));
  }

  /** When the next address of the pools has rested, or null where none rests. */
  @Nullable Instant nextRested() {
    return resting == 0 ? null : Instant.ofEpochMilli(rests.firstEnd(RestRows.INSIDE));
  }

  /** How full it is, also where what has rested was not freed yet. */
  Usage usage() {
    long now = session.millis();
    long over = restDue > now ? 0 : rests.countEnded(RestRows.INSIDE, now);
    return new Usage(
        subnet.id(),
        ranks.capacity(),
        BigInteger.valueOf(heldInPools),
        freeCount().add(BigInteger.valueOf(over)),
        BigInteger.valueOf(resting - over),
        BigInteger.valueOf(heldOutside),
        resting == over ? null : Instant.ofEpochMilli(rests.firstEnd(RestRows.INSIDE, now)));
  }

  SubnetCounts counts() {
    return pass.counts(heldInPools, heldOutside, resting, restDue, holds, free.cut());
  }

  /** Takes free addresses of the pools that follow each other. */
  void takeRun(IpAddress first, IpAddress last, long count) {
    RandomOrder random = order;
    if (random != null) {
      // Only single addresses are named in a random subnet.
      random.take(ranks.rank(first), freeCount());
    }
    free.take(first, last);
    heldInPools += count;
    changed();
  }

  /** Takes a free address of the pools that was drawn from the order. */
  void takeDrawn(IpAddress address) {
    free.take(address, address);
    heldInPools++;
    changed();
  }

  /** Takes just this address, also where it rests; false where it is allocated. */
  boolean takeNamed(IpAddress address) {
    SubnetHolds.checkDecided(this, address);
    if (!ranks.contains(address)) {
      if (session.allocations().find(number, id(), address) != null) {
        return false;
      }
      if (hasRest()) {
        rests.delete(address);
      }
      heldOutside++;
      changed();
      return true;
    }
    if (free.isFree(address)) {
      takeLowest(address);
      return true;
    }
    if (!hasRest() || rests.find(address) == null) {
      return false;
    }
    rests.delete(address);
    resting--;
    heldInPools++;
    changed();
    return true;
  }

  /** Takes a free address whatever the pass, for which it may have waited. */
  void takeLowest(IpAddress address) {
    takeRun(address, address, 1);
    if (hasRest() && subnet.policy() == AllocationPolicy.SEQUENTIAL) {
      rests.delete(address);
    }
  }

  /** Releases an address, which may rest from now on. */
  void release(IpAddress address) {
    boolean inPools = ranks.contains(address);
    BigInteger others = freeCount();
    if (inPools) {
      heldInPools--;
    } else {
      heldOutside--;
    }
    changed();
    if (hasRest()) {
      long until = end(session.stampMillis(), subnet.rest().toMillis());
      rests.add(new Rest(address, until, inPools ? RestRows.INSIDE : RestRows.OUTSIDE));
      restDue = Math.min(restDue, until);
      resting += inPools ? 1 : 0;
    } else if (inPools) {
      vacate(address, others, pass.isAhead(address) ? pass.next() : 0);
    }
    if (inPools) {
      pass.released(address);
    }
  }

  private void vacate(IpAddress address, BigInteger others, long fromPass) {
    free.add(new AddressRange(address, address), fromPass, pass.number());
    if (order != null) {
      order.release(ranks.rank(address), others);
    }
  }

  /** The clock may stand at the end of time. */
  private static long end(long atMillis, long restMillis) {
    return atMillis > Long.MAX_VALUE - restMillis ? Long.MAX_VALUE : atMillis + restMillis;
  }

  /** Whether open transactions of callers may hold addresses of it. */
  boolean hasHolds() {
    return holds > 0;
  }

  /** Counts what such transactions hold. */
  void countHolds(int change) {
    holds += change;
    changed();
  }

  /** Gives back an address that such a transaction took and did not keep. */
  void giveBack(IpAddress address) {
    boolean inPools = ranks.contains(address);
    BigInteger others = freeCount();
    if (inPools) {
      heldInPools--;
      vacate(address, others, 0);
    } else {
      heldOutside--;
    }
    changed();
  }

  /** What another store tells of this subnet. */
  SubnetCopy copy() {
    return new SubnetCopy(this);
  }

  /** Makes an address free that is neither allocated nor rests any more. */
  void vacate(IpAddress address, long held, long rest, long fromPass) {
    BigInteger others = freeCount();
    heldInPools -= held;
    resting -= rest;
    vacate(address, others, fromPass);
    changed();
  }

  /** An allocation outside of the pools has ended. */
  void vacateOutside() {
    heldOutside--;
    changed();
  }

  /** Makes a free address rest, as another store tells. */
  void rest(Rest rest) {
    if (rest.state() == RestRows.INSIDE) {
      if (order != null) {
        order.take(ranks.rank(rest.address()), freeCount());
      }
      free.take(rest.address(), rest.address());
      resting++;
    }
    rests.add(rest);
    restDue = Math.min(restDue, rest.untilMillis());
    changed();
  }

  /** Ends the rest of what has rested until now. */
  void settle() {
    if (restDue > session.millis()) {
      return;
    }
    SubnetRests.settle(this);
    restDue = Math.min(rests.firstEnd(RestRows.INSIDE), rests.firstEnd(RestRows.OUTSIDE));
    changed();
  }

  /** An address of the pools has rested: it is free, for this pass or from the next one on. */
  void rested(IpAddress address, boolean waits) {
    BigInteger others = freeCount();
    resting--;
    vacate(address, others, waits ? pass.next() : 0);
  }

  /** Counts what came into the pools, or went out of them. */
  void moved(long held, long rest) {
    heldInPools += held;
    heldOutside -= held;
    resting += rest;
  }

  /** Puts another definition in the place of this one; the rows of the space follow it. */
  void redefine(Subnet after) {
    subnet = after;
    ranks = new PoolRanks(after.pools());
    new SubnetRow(number, after, key, counts()).updateDefinition(session.sql());
    changed();
  }

  /** Writes what has changed of the space. */
  void flush() {
    spent.flush();
    free.flush();
    if (order != null) {
      order.flush();
    }
  }

  /** Forgets what was read where that has become much. */
  void trim() {
    spent.trim();
    free.trim();
    if (order != null) {
      order.trim();
    }
  }
}
