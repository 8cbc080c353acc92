package com.example.ipam;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A set of addresses, kept as ranges: a full subnet and an empty /64 cost the same. */
final class Ranges {
  private final NavigableMap<IpAddress, IpAddress> lastByFirst = new TreeMap<>();

  void clear() {
    lastByFirst.clear();
  }

  /** Adds addresses none of which is there. */
  void add(AddressRange range) {
    lastByFirst.put(range.first(), range.last());
  }

  void addAll(Ranges others) {
    lastByFirst.putAll(others.lastByFirst);
  }

  boolean isEmpty() {
    return lastByFirst.isEmpty();
  }

  IpAddress first() {
    return lastByFirst.firstKey();
  }

  /** Cuts out whatever is there of a range, and tells whether anything was. */
  boolean cut(AddressRange range) {
    boolean found = false;
    Map.Entry<IpAddress, IpAddress> next = lastByFirst.floorEntry(range.first());
    if (next == null || next.getValue().compareTo(range.first()) < 0) {
      next = lastByFirst.higherEntry(range.first());
    }
    while (next != null && next.getKey().compareTo(range.last()) <= 0) {
      found = true;
      IpAddress first = next.getKey();
      lastByFirst.remove(first);
      if (first.compareTo(range.first()) < 0) {
        lastByFirst.put(first, range.first().plus(-1));
      }
      if (next.getValue().compareTo(range.last()) > 0) {
        lastByFirst.put(range.last().plus(1), next.getValue());
      }
      next = lastByFirst.higherEntry(first);
    }
    return found;
  }
}
