package dev.ipam.conformance.rules;

import dev.ipam.request.Allocation;
import dev.ipam.request.Subnet;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/** Rules 1.21, 1.22 and 1.26: identifiers, their order, and points in time. */
final class IdentifierRules {
  private IdentifierRules() {}

  @RuleTest(
      value = "1.21",
      check = {
        "whether the column or key that holds subnet ids compares bytes (a binary collation), not"
            + " letters",
        "whether ids are folded to lower case, trimmed or normalized (NFC) on the way to the store"
      })
  static void idsThatLookAlikeAreDifferent(Bench bench) {
    // Case, accent composed and decomposed, sharp s, full width, Kelvin sign, Turkish i.
    List<String> ids =
        List.of("a", "A", "\u00e9", "e\u0301", "ss", "\u00df", "\uff41", "k", "\u212a", "\u0131");
    for (String id : ids) {
      bench.subnet(id, "10.0.0.0/29");
    }
    for (String id : ids) {
      bench.equal("the id of the subnet looked up by it", id, bench.driver().subnet(id).id());
    }
    bench.any("A");
    bench.equal("the number of allocations in subnet a", 0, bench.held("a").size());
    bench.equal("the number of allocations in subnet A", 1, bench.held("A").size());
    bench.refused("SubnetNotFound", "looking up subnet E", () -> bench.driver().subnet("E"));
  }

  @RuleTest(
      value = "1.22",
      check = {
        "whether subnets are sorted by Java's String.compareTo, which is UTF-16 order; compare the"
            + " UTF-8 bytes",
        "whether the database sorts by a collation of a language; use a binary one (C, utf8mb4_bin)"
      })
  static void listingIsInCodePointOrder(Bench bench) {
    // U+FF5E sorts after U+1F600 in UTF-16, where the latter begins with a surrogate.
    List<String> ordered = List.of("10", "9", "B", "a-b", "a1", "\u00e4", "\uff5e", "\ud83d\ude00");
    for (int at : new int[] {7, 2, 0, 5, 1, 6, 3, 4}) {
      bench.subnet(ordered.get(at), "10.0.0.0/29");
    }
    try (Stream<Subnet> subnets = bench.driver().subnets()) {
      bench.equal("the order of subnets()", ordered, subnets.map(Subnet::id).toList());
    }
  }

  @RuleTest(
      value = "1.26",
      check = {
        "whether times are cut to whole milliseconds before they are stored and returned",
        "whether allocate() returns the stored time, not the one that was read from the clock",
        "whether the store keeps times in UTC, with milliseconds (TIMESTAMP(3), not seconds)"
      })
  static void timesAreWholeMillisecondsAsStored(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    bench.advance(123);
    Allocation returned = bench.specific("s", "10.0.0.5");
    bench.any("s");
    Instant at = returned.allocatedAt();
    bench.equal("allocated-at in whole milliseconds", at.truncatedTo(ChronoUnit.MILLIS), at);
    bench.equal(
        "allocated-at of the look-up",
        at,
        bench.driver().find("s", returned.address()).map(Allocation::allocatedAt).orElse(null));
    bench.reopen();
    bench.equal(
        "allocated-at of the look-up after reopening",
        at,
        bench.driver().find("s", returned.address()).map(Allocation::allocatedAt).orElse(null));
  }
}
