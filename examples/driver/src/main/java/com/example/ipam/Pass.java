package com.example.ipam;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.snapshot.SnapshotRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The pass of a sequential subnet: Any goes upwards, and what is released meanwhile waits for the
 * next pass.
 *
 * @ipam.rule 3.04..3.09
 */
final class Pass {
  private static final int MOST_SPENT = 65_536;

  private final Ranges left = new Ranges();
  private final NavigableSet<IpAddress> spent = new TreeSet<>();
  private @Nullable IpAddress position;

  /** Begins anew: all that is free is left. */
  void start(Ranges free) {
    position = null;
    spent.clear();
    left.clear();
    left.addAll(free);
  }

  /** The next address; where none is left of this pass, the first of a new one. */
  IpAddress next(Ranges free) {
    if (left.isEmpty()) {
      start(free);
    }
    IpAddress next = left.first();
    position = next;
    spent.headSet(next, true).clear();
    return next;
  }

  void taken(IpAddress address) {
    left.cut(new AddressRange(address, address));
  }

  /** Notes the release of an address of the pools. */
  void released(IpAddress address, Ranges free) {
    if (position == null || address.compareTo(position) > 0) {
      spent.add(address);
    }
    if (spent.size() >= MOST_SPENT) {
      start(free);
    }
  }

  List<SnapshotRecord> records(String subnetId) {
    List<SnapshotRecord> records = new ArrayList<>();
    if (position != null) {
      records.add(new SnapshotRecord.PassRecord(subnetId, position));
    }
    List<AddressRange> ranges = spentRanges();
    for (int from = 0; from < ranges.size(); from += SnapshotRecord.SpentRecord.FULL) {
      int to = Math.min(ranges.size(), from + SnapshotRecord.SpentRecord.FULL);
      records.add(new SnapshotRecord.SpentRecord(subnetId, ranges.subList(from, to)));
    }
    return records;
  }

  private List<AddressRange> spentRanges() {
    List<AddressRange> ranges = new ArrayList<>();
    for (IpAddress address : spent) {
      AddressRange last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
      if (last != null && last.last().plus(1).equals(address)) {
        ranges.set(ranges.size() - 1, new AddressRange(last.first(), address));
      } else {
        ranges.add(new AddressRange(address, address));
      }
    }
    return ranges;
  }

  /** Takes its part of an import. {@code SnapshotCheck} has seen that no more is spent than may. */
  void restore(SnapshotRecord record, IpAddress lowest) {
    if (record instanceof SnapshotRecord.PassRecord pass) {
      position = pass.position();
      left.cut(new AddressRange(lowest, pass.position()));
    } else if (record instanceof SnapshotRecord.SpentRecord more) {
      for (AddressRange range : more.ranges()) {
        left.cut(range);
        IpAddress address = range.first();
        spent.add(address);
        while (!address.equals(range.last())) {
          address = address.plus(1);
          spent.add(address);
        }
      }
    }
  }
}
