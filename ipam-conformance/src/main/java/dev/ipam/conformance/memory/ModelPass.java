package dev.ipam.conformance.memory;

import dev.ipam.net.IpAddress;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A pass of the sequential policy: its position, and what is spent above it. */
final class ModelPass {
  /** How many spent addresses above the position end a pass. */
  private static final int MOST_SPENT = 65_536;

  private final NavigableSet<IpAddress> spent = new TreeSet<>();
  private @Nullable IpAddress position;

  /** Whether the pass may still hand out a free address. */
  boolean hasLeft(IpAddress address) {
    return isAhead(address) && !spent.contains(address);
  }

  void advanceTo(IpAddress address) {
    position = address;
    spent.headSet(address, true).clear();
  }

  void released(IpAddress address) {
    if (isAhead(address)) {
      spent.add(address);
    }
    if (spent.size() >= MOST_SPENT) {
      restart();
    }
  }

  void restart() {
    position = null;
    spent.clear();
  }

  private boolean isAhead(IpAddress address) {
    return position == null || address.compareTo(position) > 0;
  }
}
