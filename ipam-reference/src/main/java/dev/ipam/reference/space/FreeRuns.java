package dev.ipam.reference.space;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The free addresses of one subnet: as much of its rows as was asked for, and how they change.
 *
 * <p>A run is found by its last address: the first row at or after an address is the run that has
 * it, or the next one. So a look costs one seek, whatever the size of the subnet and however full
 * it is. What was read once is not read again; what has changed is written by {@link #flush}.
 *
 * <p>Not safe for use by several threads.
 *
 * <p>Mostly one run is taken from its front, address by address. Of one run the front is kept
 * beside the rows ({@link #cut}), so that its row, which says more than is free, is not written
 * each time.
 */
public final class FreeRuns {
  /** Reads and writes rows. */
  public interface Table {
    /** Returns the runs that end at or after an address, in order, no more than so many. */
    List<Run> endingFrom(IpAddress at, int most);

    /** Deletes the runs that end in these ranges. */
    void delete(List<AddressRange> lasts);

    /** Changes the runs that end where these do. */
    void update(List<Run> runs);

    /** Changes the first address of the run that ends where this does. */
    void cut(AddressRange run);

    /** Adds runs. */
    void insert(List<Run> runs);
  }

  /** How many runs are read first. */
  public static final int FIRST_WINDOW = 16;

  private static final int LARGEST_WINDOW = 4_096;
  private static final int MOST_KEPT = 20_000;

  private final Table table;
  private final IpAddress highest;
  private final TreeMap<IpAddress, Run> runs = new TreeMap<>();
  private final TreeMap<IpAddress, Run> stored = new TreeMap<>();
  private final TreeMap<IpAddress, IpAddress> known = new TreeMap<>();
  private final TreeSet<IpAddress> touched = new TreeSet<>();
  private int window = FIRST_WINDOW;
  private @Nullable Run cut;

  /**
   * Makes the view of a subnet's rows; nothing is read yet.
   *
   * @param cut what is left of the run whose row says more than is free, or null
   */
  public FreeRuns(Table table, IpFamily family, @Nullable Run cut) {
    this.table = table;
    this.cut = cut;
    this.highest = family == IpFamily.IPV4 ? IpAddress.ofIpv4(-1) : IpAddress.ofIpv6(-1L, -1L);
    learnCut();
  }

  /**
   * What is left of the run that was cut is known without its row: all of it is free, so no other
   * run ends within. Its row begins before; how far, nobody needs to know.
   */
  private void learnCut() {
    Run left = cut;
    if (left != null) {
      runs.put(left.last(), left);
      stored.put(left.last(), left);
      learn(left.first(), left.last());
    }
  }

  /** Notes that there are no rows yet, so that none are looked for. */
  public void startEmpty() {
    IpAddress lowest =
        highest.family() == IpFamily.IPV4 ? IpAddress.ofIpv4(0) : IpAddress.ofIpv6(0, 0);
    known.put(lowest, highest);
  }

  /** Takes over the first runs that end at or after an address; so many were asked for. */
  public void startWith(IpAddress from, List<Run> rows, int most) {
    accept(from, rows, most);
  }

  /** Whether an address was read already: whether it is free, or at least no run ends there. */
  public boolean isKnown(IpAddress address) {
    Map.Entry<IpAddress, IpAddress> span = known.floorEntry(address);
    return span != null && span.getValue().compareTo(address) >= 0;
  }

  /** Returns the run that an address is in, or the next one after it; null where there is none. */
  public @Nullable Run atOrAfter(IpAddress at) {
    IpAddress from = at;
    while (true) {
      Map.Entry<IpAddress, IpAddress> span = known.floorEntry(from);
      if (span == null || span.getValue().compareTo(from) < 0) {
        load(from);
        continue;
      }
      Map.Entry<IpAddress, Run> next = runs.ceilingEntry(from);
      if (next != null && next.getKey().compareTo(span.getValue()) <= 0) {
        return next.getValue();
      }
      if (span.getValue().equals(highest)) {
        return null;
      }
      from = span.getValue().plus(1);
    }
  }

  /** Returns the first run from an address on that a pass may hand out; it may begin before. */
  public @Nullable Run eligible(IpAddress at, long pass) {
    Run run = atOrAfter(at);
    while (run != null && run.fromPass() > pass) {
      run = run.last().equals(highest) ? null : atOrAfter(run.last().plus(1));
    }
    return run;
  }

  /** Returns whether an address is free. */
  public boolean isFree(IpAddress address) {
    Run run = atOrAfter(address);
    return run != null && run.contains(address);
  }

  /** Takes addresses that are all in one run. */
  public void take(IpAddress first, IpAddress last) {
    Run run = atOrAfter(first);
    if (run == null || !run.contains(first) || !run.contains(last)) {
      throw new IllegalStateException(first + "-" + last + " is not free");
    }
    if (run.last().equals(last)) {
      remove(run);
    } else {
      put(new Run(last.plus(1), run.last(), run.fromPass()));
    }
    if (run.first().compareTo(first) < 0) {
      put(new Run(run.first(), first.plus(-1), run.fromPass()));
    }
  }

  /**
   * Adds addresses none of which is free; they join neighbours that the pass treats alike.
   *
   * @param range the addresses
   * @param fromPass the first pass that may hand them out
   * @param pass the present pass
   */
  public void add(AddressRange range, long fromPass, long pass) {
    IpAddress first = range.first();
    IpAddress last = range.last();
    Run left = first.isLowest() ? null : atOrAfter(first.plus(-1));
    if (left != null && !left.last().equals(first.plus(-1))) {
      left = null;
    }
    Run right = atOrAfter(first);
    if (right != null && right.first().compareTo(last) <= 0) {
      throw new IllegalStateException(range + " is free already");
    }
    boolean joinsRight =
        right != null
            && !last.isHighest()
            && right.first().equals(last.plus(1))
            && alike(right.fromPass(), fromPass, pass);
    if (left != null && alike(left.fromPass(), fromPass, pass)) {
      remove(left);
      first = left.first();
    }
    put(new Run(first, right != null && joinsRight ? right.last() : last, fromPass));
  }

  private static boolean alike(long a, long b, long pass) {
    return a == b || (a <= pass && b <= pass);
  }

  /** Takes whatever is free of a range. */
  public void clear(AddressRange range) {
    IpAddress from = range.first();
    Run run = atOrAfter(from);
    while (run != null && run.first().compareTo(range.last()) <= 0) {
      IpAddress first = max(run.first(), from);
      IpAddress last = min(run.last(), range.last());
      take(first, last);
      if (last.equals(range.last())) {
        return;
      }
      run = atOrAfter(last.plus(1));
    }
  }

  private static IpAddress max(IpAddress a, IpAddress b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static IpAddress min(IpAddress a, IpAddress b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private void put(Run run) {
    runs.put(run.last(), run);
    touched.add(run.last());
  }

  private void remove(Run run) {
    runs.remove(run.last());
    touched.add(run.last());
  }

  /**
   * The run whose row says more than is free, with what is left of it; null where there is none. It
   * is to be stored with what {@link #flush} writes.
   */
  public @Nullable Run cut() {
    return cut;
  }

  /** Writes what has changed since the last time. */
  public void flush() {
    if (touched.isEmpty()) {
      return;
    }
    List<IpAddress> deleted = new ArrayList<>();
    List<Run> updated = new ArrayList<>();
    List<Run> inserted = new ArrayList<>();
    Run front = chooseFront();
    for (IpAddress last : touched) {
      Run now = runs.get(last);
      if (now != null && now.equals(front)) {
        continue;
      }
      Run before = now == null ? stored.remove(last) : stored.put(last, now);
      if (now == null) {
        if (before != null) {
          deleted.add(last);
        }
      } else if (before == null) {
        inserted.add(now);
      } else if (!before.equals(now)) {
        updated.add(now);
      }
    }
    keepBeside(front);
    touched.clear();
    table.delete(grouped(deleted));
    table.update(updated);
    table.insert(inserted);
  }

  /** Those between which there is no other row are deleted as a range, by one seek. */
  private List<AddressRange> grouped(List<IpAddress> lasts) {
    List<AddressRange> groups = new ArrayList<>();
    AddressRange group = null;
    for (IpAddress last : lasts) {
      if (group != null && isEmpty(group.last(), last)) {
        group = new AddressRange(group.first(), last);
        groups.set(groups.size() - 1, group);
      } else {
        group = new AddressRange(last, last);
        groups.add(group);
      }
    }
    return groups;
  }

  /** Whether it is known that no row is left that ends in a range. */
  private boolean isEmpty(IpAddress from, IpAddress to) {
    Map.Entry<IpAddress, IpAddress> span = known.floorEntry(from);
    IpAddress next = stored.ceilingKey(from);
    return span != null
        && span.getValue().compareTo(to) >= 0
        && (next == null || next.compareTo(to) > 0);
  }

  /**
   * Of the runs that only lost their front, returns the one that is to be kept beside the rows: the
   * one that is so already, else any.
   */
  private @Nullable Run chooseFront() {
    Run kept = cut;
    Run chosen = null;
    for (IpAddress last : touched) {
      Run now = runs.get(last);
      Run before = stored.get(last);
      if (now == null || before == null || now.fromPass() != before.fromPass()) {
        continue;
      }
      int lost = now.first().compareTo(before.first());
      if (kept != null && kept.last().equals(last)) {
        // Its row may begin before what is known of it, which need not be what it says.
        if (lost >= 0) {
          return now;
        }
      } else if (lost > 0 && chosen == null) {
        chosen = now;
      }
    }
    return chosen;
  }

  private void keepBeside(@Nullable Run front) {
    Run kept = cut;
    if (kept != null && touched.contains(kept.last())) {
      cut = null;
    } else if (kept != null && front != null) {
      table.cut(new AddressRange(kept.first(), kept.last()));
      stored.computeIfPresent(kept.last(), (last, row) -> row.after(kept));
    }
    if (front != null) {
      cut = front;
    }
  }

  /** Forgets what was read where that has become much; everything must have been written. */
  public void trim() {
    if (runs.size() > MOST_KEPT) {
      runs.clear();
      stored.clear();
      known.clear();
      learnCut();
      window = FIRST_WINDOW;
    }
  }

  private void load(IpAddress from) {
    accept(from, table.endingFrom(from, window), window);
  }

  private void accept(IpAddress from, List<Run> rows, int most) {
    IpAddress to = rows.size() < most ? highest : rows.get(rows.size() - 1).last();
    window = Math.min(LARGEST_WINDOW, window * 2);
    for (Run row : rows) {
      Map.Entry<IpAddress, IpAddress> span = known.floorEntry(row.last());
      if (span == null || span.getValue().compareTo(row.last()) < 0) {
        stored.put(row.last(), row);
        // A run that was cut here, with its end beyond what was known, is newer than its row.
        if (!touched.contains(row.last())) {
          runs.put(row.last(), row);
        }
      }
    }
    learn(from, to);
  }

  private void learn(IpAddress from, IpAddress to) {
    IpAddress first = from;
    IpAddress last = to;
    Map.Entry<IpAddress, IpAddress> before = known.floorEntry(first);
    if (before != null && reaches(before.getValue(), first)) {
      first = before.getKey();
      last = max(last, before.getValue());
    }
    Map.Entry<IpAddress, IpAddress> after = known.higherEntry(first);
    while (after != null && reaches(last, after.getKey())) {
      last = max(last, after.getValue());
      known.remove(after.getKey());
      after = known.higherEntry(first);
    }
    known.put(first, last);
  }

  /** Whether a span that ends at one address meets one that begins at another. */
  private static boolean reaches(IpAddress end, IpAddress begin) {
    return end.isHighest() || end.plus(1).compareTo(begin) >= 0;
  }
}
