package dev.ipam.memory;

import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.Subnet;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a driver in memory works on; it outlives the driver. */
public final class MemoryStore {
  final Map<String, Subnet> subnets = new TreeMap<>();
  final Map<String, Map<IpAddress, Allocation>> held = new HashMap<>();
  final Map<String, Set<IpAddress>> resting = new HashMap<>();
  final Map<String, Bound> keys = new HashMap<>();
  private long token;
  private long millis = 1_700_000_000_000L;

  /** A key: what it is bound to, and the tokens of what was allocated under it. */
  record Bound(String fingerprint, List<List<Long>> tokens, String subnetId) {}

  long nextToken() {
    return ++token;
  }

  Instant now() {
    return Instant.ofEpochMilli(++millis);
  }

  /** Lets a free address rest. */
  public synchronized void rest(String subnetId, String address) {
    resting.computeIfAbsent(subnetId, id -> new HashSet<>()).add(IpAddress.parse(address));
  }

  /** All that is held, as "subnet address". */
  public synchronized List<String> heldAddresses() {
    return held.values().stream()
        .map(Map::values)
        .flatMap(Collection::stream)
        .map(held -> held.subnetId() + " " + held.address())
        .sorted()
        .toList();
  }
}
