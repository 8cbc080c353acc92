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
 */
public final class FreeRuns {
  /** Reads and writes rows. */
  public interface Table {
    /** Returns the runs that end at or after an address, in order, no more than so many. */
    List<Run> endingFrom(IpAddress at, int most);

    /** Deletes the runs that end at these addresses. */
    void delete(List<IpAddress> lasts);

    /** Changes the runs that end where these do. */
    void update(List<Run> runs);

    /** Adds runs. */
    void insert(List<Run> runs);
  }

  private static final int FIRST_WINDOW = 16;
  private static final int LARGEST_WINDOW = 4_096;
  private static final int MOST_KEPT = 20_000;

  private final Table table;
  private final IpAddress highest;
  private final TreeMap<IpAddress, Run> runs = new TreeMap<>();
  private final TreeMap<IpAddress, Run> stored = new TreeMap<>();
  private final TreeMap<IpAddress, IpAddress> known = new TreeMap<>();
  private final TreeSet<IpAddress> touched = new TreeSet<>();
  private int window = FIRST_WINDOW;

  /** Makes the view of a subnet's rows; nothing is read yet. */
  public FreeRuns(Table table, IpFamily family) {
    this.table = table;
    this.highest = family == IpFamily.IPV4 ? IpAddress.ofIpv4(-1) : IpAddress.ofIpv6(-1L, -1L);
  }

  /** Notes that there are no rows yet, so that none are looked for. */
  public void startEmpty() {
    IpAddress lowest =
        highest.family() == IpFamily.IPV4 ? IpAddress.ofIpv4(0) : IpAddress.ofIpv6(0, 0);
    known.put(lowest, highest);
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

  /** Writes what has changed since the last time. */
  public void flush() {
    if (touched.isEmpty()) {
      return;
    }
    List<IpAddress> deleted = new ArrayList<>();
    List<Run> updated = new ArrayList<>();
    List<Run> inserted = new ArrayList<>();
    for (IpAddress last : touched) {
      Run now = runs.get(last);
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
    touched.clear();
    table.delete(deleted);
    table.update(updated);
    table.insert(inserted);
  }

  /** Forgets what was read where that has become much; everything must have been written. */
  public void trim() {
    if (runs.size() > MOST_KEPT) {
      runs.clear();
      stored.clear();
      known.clear();
      window = FIRST_WINDOW;
    }
  }

  private void load(IpAddress from) {
    List<Run> rows = table.endingFrom(from, window);
    IpAddress to = rows.size() < window ? highest : rows.get(rows.size() - 1).last();
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
