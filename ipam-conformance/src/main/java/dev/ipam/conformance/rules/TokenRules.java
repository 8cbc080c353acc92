package dev.ipam.conformance.rules;

import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.JointAllocation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Rules 3.40 to 3.43: tokens, which only rise. */
final class TokenRules {
  private static final String MARK =
      "whether the highest token given is kept by itself in the store, and written with each"
          + " allocation; it cannot be found from the allocations that are left";

  private TokenRules() {}

  @RuleTest(
      value = "3.40",
      check = {MARK, "whether the counter is one for the whole store"})
  static void tokensRiseAcrossSubnets(Bench bench) {
    bench.subnet("a", "10.0.0.0/28");
    bench.subnet("b", "2001:db8::/64");
    List<Long> tokens = new ArrayList<>();
    tokens.add(bench.take(Make.specific("a", "10.0.0.9")).token());
    tokens.add(bench.take(Make.any("b")).token());
    bench.release("a", "10.0.0.9");
    tokens.add(bench.take(Make.specific("a", "10.0.0.9")).token());
    tokens.add(bench.take(Make.any("a")).token());
    tokens.add(bench.take(Make.gatewayOf("b")).token());
    tokens.add(bench.take(Make.automatic("b", "00:16:3e:33:44:55")).token());
    rising(bench, tokens);
  }

  private static void rising(Bench bench, List<Long> tokens) {
    bench.equal(
        "the tokens in the order in which they were given, each above all before",
        tokens.stream().sorted().distinct().toList(),
        tokens);
  }

  @RuleTest(
      value = "3.40",
      check = {MARK, "whether the counter is drawn in the transaction itself"})
  static void noTokenIsGivenTwiceAtOnce(Bench bench) {
    bench.subnet("a", "10.0.0.0/26");
    bench.subnet("b", "10.0.0.0/26");
    List<Callable<?>> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String subnet = i % 2 == 0 ? "a" : "b";
      calls.add(
          () -> {
            List<Long> mine = new ArrayList<>();
            for (int n = 0; n < 5; n++) {
              mine.add(bench.take(Make.any(subnet)).token());
            }
            return mine;
          });
    }
    List<Long> all = new ArrayList<>();
    for (Outcome<Object> outcome : bench.atOnce(calls.toArray(Callable<?>[]::new))) {
      List<Long> mine = new ArrayList<>();
      ((List<?>) outcome.value()).forEach(each -> mine.add((Long) each));
      rising(bench, mine);
      all.addAll(mine);
    }
    bench.equal("how many of 30 tokens are distinct", 30L, all.stream().distinct().count());
  }

  @RuleTest(
      value = "3.41",
      check = {"whether the first token is 1, not 0", MARK})
  static void theFirstTokenIsOne(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    bench.equal("the first token of a new store", 1L, bench.take(Make.any("s")).token());
  }

  @RuleTest(
      value = "3.41",
      check = {"whether the tokens of one call follow the order of its result"})
  static void tokensOfOneCallRiseInTheOrderOfTheResult(Bench bench) {
    bench.subnet("s", "10.0.0.0/26");
    bench.subnet("t", "10.0.0.0/26");
    bench.subnet("u", "10.0.0.0/26");
    long before = bench.take(Make.any("s")).token();
    if (bench.has(Capability.BULK)) {
      List<Long> tokens = new ArrayList<>(List.of(before));
      bench.driver().allocate(Make.bulk("s", 9)).forEach(each -> tokens.add(each.token()));
      rising(bench, tokens);
    }
    if (bench.has(Capability.ALL_OR_NONE)) {
      List<Long> tokens = new ArrayList<>(List.of(before));
      JointRequest together =
          JointRequest.of(Make.any("t"), Make.specific("u", "10.0.0.50"), Make.any("t"));
      for (List<Allocation> part : bench.part(JointAllocation.class).allocateTogether(together)) {
        part.forEach(each -> tokens.add(each.token()));
      }
      rising(bench, tokens);
    }
  }

  @RuleTest(
      value = "3.42",
      check = {MARK})
  static void theMarkOutlivesWhatItWasGivenFor(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    List<Long> tokens = new ArrayList<>();
    tokens.add(bench.take(Make.any("s")).token());
    Allocation last = bench.take(Make.any("s"));
    tokens.add(last.token());
    bench.held("s").forEach(each -> bench.release("s", each.address()));
    bench.driver().removeSubnet("s", false);
    bench.remark("the store is empty");
    bench.reopen();
    bench.subnet("new", "2001:db8::/64");
    tokens.add(bench.take(Make.any("new")).token());
    rising(bench, tokens);
  }

  @RuleTest(
      value = "3.43",
      check = {MARK})
  static void noTokenComesAgainAfterReopening(Bench bench) {
    bench.subnet("s", "10.0.0.0/27");
    List<Long> tokens = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      Allocation got = bench.take(Make.any("s"));
      tokens.add(got.token());
      bench.release("s", got.address());
      // A refused request may draw a token, and must not give it back.
      bench.refused(
          "AddressOutsideSubnet",
          "Specific outside",
          () -> bench.driver().allocate(AllocationRequest.specific("s", Make.ip("9.9.9.9"))));
      bench.reopen();
    }
    rising(bench, tokens);
  }
}
