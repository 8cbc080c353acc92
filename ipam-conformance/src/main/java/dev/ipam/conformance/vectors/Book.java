package dev.ipam.conformance.vectors;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the subnets of a sequence hold after each step, as the record has it. */
final class Book {
  private final Recording recording;
  private final Map<String, Entry> entries = new HashMap<>();

  Book(Recording recording) {
    this.recording = recording;
  }

  /** A subnet of the sequence. */
  static final class Entry {
    final Block block;
    final boolean poolsOutOfOrder;
    final NavigableMap<IpAddress, String> held = new TreeMap<>();

    /** Released here by value, and still held by the recorded system, which compared texts. */
    final Set<IpAddress> misspelt = new HashSet<>();

    @Nullable IpAddress gateway;
    List<AddressRange> pools;
    int taken;
    boolean hasUnknown;

    Entry(Json create, List<AddressRange> pools) {
      this.block = Block.of(create.get("cidr").text());
      this.gateway = SubnetFacts.address(create, "gateway");
      this.pools = pools;
      this.poolsOutOfOrder = !pools.equals(asGiven(create, pools));
      dropGatewayFromPools();
    }

    /** The layer above the recorded systems saw to it that no pool holds the gateway. */
    private void dropGatewayFromPools() {
      if (gateway != null && isIn(pools, gateway)) {
        gateway = null;
      }
    }

    boolean isFull() {
      BigInteger size =
          pools.stream().map(AddressRange::size).reduce(BigInteger.ZERO, BigInteger::add);
      long inPools = held.keySet().stream().filter(address -> isIn(pools, address)).count();
      return size.equals(BigInteger.valueOf(inPools));
    }

    /** The address at a place of the pools in ascending order. */
    IpAddress inOrder(int place) {
      int rest = place;
      for (AddressRange pool : pools) {
        if (rest < pool.saturatedSize()) {
          return pool.first().plus(rest);
        }
        rest -= (int) pool.saturatedSize();
      }
      throw new IllegalArgumentException("the pools have no place " + place);
    }

    private void take(String recorded) {
      IpAddress address = ofFamily(recorded);
      held.put(address, recorded);
      misspelt.remove(address);
      taken++;
    }

    private void release(String text) {
      IpAddress address = IpAddress.parse(text);
      String recorded = held.remove(address);
      if (recorded != null && !recorded.equals(text)) {
        misspelt.add(address);
      } else {
        misspelt.remove(address);
      }
    }

    /** The address of a recorded text, in the subnet's family where the record has lost it. */
    IpAddress ofFamily(String recorded) {
      IpAddress address = IpAddress.parse(recorded);
      return address.family() == block.family()
          ? address
          : IpAddress.ofBigInteger(block.family(), address.toBigInteger());
    }
  }

  @Nullable Entry find(String subnet) {
    return entries.get(subnet);
  }

  Entry get(String subnet) {
    Entry entry = entries.get(subnet);
    if (entry == null) {
      throw new IllegalStateException("no subnet " + subnet);
    }
    return entry;
  }

  boolean has(String subnet) {
    return entries.containsKey(subnet);
  }

  Map<String, Entry> entries() {
    return entries;
  }

  /** Takes over what a step did according to the record. */
  void apply(Json step, Json outcome) {
    if (!outcome.has("ok")) {
      return;
    }
    Json ok = outcome.get("ok");
    switch (step.get("op").text()) {
      case "create_subnet" ->
          entries.putIfAbsent(
              step.get("subnet").text(),
              new Entry(step, leavesWithoutPools(recording, step) ? List.of() : poolsOf(step, ok)));
      case "next", "specific", "derived" -> get(step.get("subnet").text()).take(ok.text());
      case "any" -> get(step.get("subnet").text()).take(drawn(ok));
      case "bulk" -> get(step.get("subnet").text()).hasUnknown = true;
      case "group" -> get(ok.get("subnet").text()).take(ok.get("address").text());
      case "deallocate" -> {
        Entry entry = find(step.get("subnet").text());
        if (entry != null) {
          entry.release(step.get("address").text());
        }
      }
      case "update_pools" -> update(step);
      case "remove_subnet" -> entries.remove(step.get("subnet").text());
      default -> {}
    }
  }

  private void update(Json step) {
    Entry entry = find(step.get("subnet").text());
    if (entry != null && step.hasValue("pools")) {
      entry.pools = SubnetFacts.pools(step.get("pools")).stream().sorted().toList();
      entry.dropGatewayFromPools();
    }
  }

  /** The address that the record goes on with after a random choice. */
  static String drawn(Json ok) {
    Json one = ok.get("one_of");
    return one.get(one.has("address") ? "address" : "replayed_as").text();
  }

  /** The pools that a subnet is created with, from the record or else from numbers. */
  static List<AddressRange> poolsOf(Json create, Json ok) {
    if (ok.hasValue("pools")) {
      return SubnetFacts.pools(ok.get("pools"));
    }
    List<AddressRange> given =
        create.hasValue("pools") ? SubnetFacts.pools(create.get("pools")) : List.of();
    return given.isEmpty() ? GeneratedPools.expected(create) : given.stream().sorted().toList();
  }

  /** Whether the recorded system makes no pools for a subnet: Mitaka for a /31 and a /127. */
  static boolean leavesWithoutPools(Recording recording, Json create) {
    if (!recording.nextIsAny()
        || (create.hasValue("pools") && !create.get("pools").items().isEmpty())) {
      return false;
    }
    Block block = Block.of(create.get("cidr").text());
    return block.length() == block.family().bits() - 1;
  }

  static boolean isIn(List<AddressRange> pools, IpAddress address) {
    return pools.stream().anyMatch(pool -> pool.contains(address));
  }

  private static List<AddressRange> asGiven(Json create, List<AddressRange> pools) {
    if (!create.hasValue("pools") || create.get("pools").items().isEmpty()) {
      return pools;
    }
    return new ArrayList<>(SubnetFacts.pools(create.get("pools")));
  }
}
