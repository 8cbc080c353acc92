package dev.ipam.conformance.vectors;

import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Definitions of subnet pools: defaults, bounds and the compaction of prefixes. */
final class PoolDefinitions {
  private static final String MINIMUM = "min_prefixlen";
  private static final String MAXIMUM = "max_prefixlen";
  private static final String USUAL = "default_prefixlen";
  private static final String QUOTA = "default_quota";

  private PoolDefinitions() {}

  /** What a pool is defined as. */
  record Defined(
      int version,
      List<Cidr> prefixes,
      int minimum,
      int maximum,
      int usual,
      @Nullable BigInteger quota) {}

  static ValueOperation define() {
    return new ValueOperation(
        "5.04..5.09",
        input -> defined(SubnetPool.of(request("p", input))),
        PoolDefinitions::recorded,
        PoolDefinitions::faults,
        List.of(
            new Departure(
                "a prefix that is no CIDR by the grammar",
                "1.04, 1.12",
                1,
                input -> !faultsOfPrefixes(input).isEmpty(),
                input -> new Answer.Refused(faultsOfPrefixes(input))),
            new Departure(
                "a length given as text or null, where a request has a number or none",
                "5.06 (B6)",
                2,
                input -> hasOddLength(input),
                input -> Answer.value(expected(input))),
            new Departure(
                "a shortest length of 0 without a default",
                "5.08 (B6)",
                1,
                input ->
                    faults(input).isEmpty()
                        && Integer.valueOf(0).equals(length(input, MINIMUM))
                        && !input.has(USUAL),
                input -> Answer.value(expected(input))),
            new Departure(
                "a quota below 0",
                "5.09",
                1,
                input -> input.hasValue(QUOTA) && input.get(QUOTA).number().signum() < 0,
                input -> Answer.refused("InvalidSubnetRequest"))));
  }

  /** The request for a pool that an input describes. */
  static SubnetPoolRequest request(String poolId, Json input) {
    return new SubnetPoolRequest(
        poolId,
        SubnetRequest.DEFAULT_PROJECT,
        input.get("prefixes").items().stream().map(prefix -> Cidr.parse(prefix.text())).toList(),
        length(input, MINIMUM),
        length(input, MAXIMUM),
        length(input, USUAL),
        input.hasValue(QUOTA) ? input.get(QUOTA).number() : null,
        null,
        false);
  }

  private static Defined defined(SubnetPool pool) {
    return new Defined(
        pool.family().version(),
        pool.prefixes(),
        pool.minPrefixLength(),
        pool.maxPrefixLength(),
        pool.defaultPrefixLength(),
        pool.quota());
  }

  private static Defined recorded(Json ok) {
    return new Defined(
        ok.get("version").integer(),
        ok.get("prefixes").items().stream().map(prefix -> Cidr.parse(prefix.text())).toList(),
        ok.get(MINIMUM).integer(),
        ok.get(MAXIMUM).integer(),
        ok.get(USUAL).integer(),
        ok.hasValue(QUOTA) ? ok.get(QUOTA).number() : null);
  }

  /** What a definition with one prefix gives, from numbers. */
  private static Defined expected(Json input) {
    Cidr prefix = Cidr.parse(input.get("prefixes").items().get(0).text());
    IpFamily family = prefix.family();
    int minimum = or(length(input, MINIMUM), family == IpFamily.IPV4 ? 8 : 64);
    return new Defined(
        family.version(),
        List.of(prefix),
        minimum,
        or(length(input, MAXIMUM), family.bits()),
        or(length(input, USUAL), minimum),
        null);
  }

  private static Set<String> faults(Json input) {
    Set<String> faults = faultsOfPrefixes(input);
    Set<IpFamily> families = new TreeSet<>();
    for (Json prefix : input.get("prefixes").items()) {
      String address = prefix.text().replaceFirst("/.*", "");
      if (Texts.isAddress(address)) {
        families.add(IpAddress.parse(address).family());
      }
    }
    if (families.size() != 1 || hasBadLengths(input, families.iterator().next())) {
      faults.add("InvalidSubnetRequest");
    }
    return faults;
  }

  private static boolean hasBadLengths(Json input, IpFamily family) {
    int minimum = or(length(input, MINIMUM), family == IpFamily.IPV4 ? 8 : 64);
    int maximum = or(length(input, MAXIMUM), family.bits());
    int usual = or(length(input, USUAL), minimum);
    return minimum < 0 || usual < minimum || maximum < usual || maximum > family.bits();
  }

  private static Set<String> faultsOfPrefixes(Json input) {
    Set<String> faults = new TreeSet<>();
    for (Json prefix : input.get("prefixes").items()) {
      String fault = Texts.faultOfCidr(prefix.text());
      if (fault != null) {
        faults.add(fault);
      }
    }
    return faults;
  }

  private static boolean hasOddLength(Json input) {
    return input.has(MINIMUM) && (input.get(MINIMUM).isNull() || input.get(MINIMUM).isText());
  }

  private static @Nullable Integer length(Json input, String name) {
    if (!input.hasValue(name)) {
      return null;
    }
    Json length = input.get(name);
    return length.isText() ? Integer.valueOf(length.text()) : (Integer) length.integer();
  }

  private static int or(@Nullable Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }
}
