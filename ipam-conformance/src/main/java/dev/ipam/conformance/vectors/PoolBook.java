package dev.ipam.conformance.vectors;

import dev.ipam.net.Cidr;
import dev.ipam.net.IpFamily;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the subnets of one pool take after each step, as the record has it; all from numbers. */
final class PoolBook {
  /** The project of the pool, and of the steps that name none. */
  static final String OWNER = "owner";

  /**
   * A subnet of the sequence.
   *
   * @param cidr what it takes
   * @param owner whose it is in the record
   * @param project whose it is in the driver: the owner, or a project of its own where the driver
   *     would not have granted it
   */
  record Entry(Cidr cidr, String owner, String project) {}

  private final List<Cidr> prefixes;
  private final @Nullable BigInteger quota;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  PoolBook(Json pool) {
    prefixes =
        pool.get("prefixes").items().stream().map(prefix -> Cidr.parse(prefix.text())).toList();
    BigInteger given =
        pool.hasValue("default_quota") ? pool.get("default_quota").number() : BigInteger.ZERO;
    quota = given.signum() == 0 ? null : given;
  }

  IpFamily family() {
    return prefixes.get(0).family();
  }

  Entry get(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalStateException("no subnet " + name);
    }
    return entry;
  }

  void add(String name, Entry entry) {
    entries.put(name, entry);
  }

  void remove(String name) {
    entries.remove(name);
  }

  FreeBlocks free() {
    return new FreeBlocks(prefixes, entries.values().stream().map(Entry::cidr).toList());
  }

  /** Whether a project may take a block of a length: what it has in the driver, exactly. */
  boolean isInQuota(String project, int length) {
    BigInteger used =
        entries.values().stream()
            .filter(entry -> entry.project().equals(project))
            .map(entry -> addresses(entry.cidr().prefixLength()))
            .reduce(BigInteger.ZERO, BigInteger::add);
    int unitBits = family() == IpFamily.IPV4 ? 0 : 64;
    return quota == null || used.add(addresses(length)).compareTo(quota.shiftLeft(unitBits)) <= 0;
  }

  /** Whether the recorded system granted it: what the pool's owner has, in floating point. */
  boolean isInRecordedQuota(int length) {
    double used =
        entries.values().stream()
            .filter(entry -> entry.owner().equals(OWNER))
            .mapToDouble(entry -> floatingUnits(entry.cidr().prefixLength()))
            .sum();
    return quota == null || used + floatingUnits(length) <= quota.doubleValue();
  }

  /** Whether all that is taken is the pool owner's. */
  boolean isAllOfOwner() {
    return entries.values().stream().allMatch(entry -> entry.owner().equals(OWNER));
  }

  /** What each project has in the driver, in units of the quota. */
  Map<String, String> units() {
    Map<String, BigInteger> addresses = new TreeMap<>();
    entries
        .values()
        .forEach(
            entry ->
                addresses.merge(
                    entry.project(), addresses(entry.cidr().prefixLength()), BigInteger::add));
    BigDecimal unit = new BigDecimal(BigInteger.ONE.shiftLeft(family() == IpFamily.IPV4 ? 0 : 64));
    Map<String, String> units = new TreeMap<>();
    addresses.forEach(
        (project, count) -> {
          BigDecimal exact = new BigDecimal(count).divide(unit).stripTrailingZeros();
          units.put(project, exact.toPlainString());
        });
    return units;
  }

  private BigInteger addresses(int length) {
    return BigInteger.ONE.shiftLeft(family().bits() - length);
  }

  private double floatingUnits(int length) {
    return Math.pow(2, (family() == IpFamily.IPV4 ? 32 : 64) - length);
  }
}
