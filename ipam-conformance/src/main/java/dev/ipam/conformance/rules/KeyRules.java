package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.JointAllocation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Rules 3.44 to 3.52: idempotency keys, which make a retry safe. */
final class KeyRules {
  private static final String FIRST =
      "whether the key is looked up before anything else of the request, the subnet included";
  private static final String BOUND =
      "whether the key is bound in the transaction of the effect, with the request's fingerprint";

  private KeyRules() {}

  @RuleTest(
      value = "3.44",
      check = {FIRST, BOUND, "whether the result is stored, not made again"})
  static void aRetryReturnsTheFirstResult(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    List<AllocationRequest> requests = new ArrayList<>();
    requests.add(Make.specific("s", "10.0.0.9").withKey("specific"));
    requests.add(Make.any("s").withKey("any"));
    requests.add(Make.gatewayOf("s").withKey("gateway"));
    if (bench.has(Capability.BULK)) {
      requests.add(Make.bulk("s", 3).withKey("bulk"));
    }
    if (bench.has(Capability.OWNERS)) {
      requests.add(Make.any("s").withOwner("o").withKey("owner"));
    }
    List<List<Allocation>> first = new ArrayList<>();
    requests.forEach(request -> first.add(bench.driver().allocate(request)));
    bench.any("s");
    retried(bench, requests, first);
    bench.reopen();
    retried(bench, requests, first);
  }

  private static void retried(
      Bench bench, List<AllocationRequest> requests, List<List<Allocation>> first) {
    List<String> before = bench.state();
    bench.advance(5_000);
    for (int i = 0; i < requests.size(); i++) {
      // Another context is the same request (3.54).
      AllocationRequest again =
          requests.get(i).withContext(AllocationContext.NONE.withHostName("retry" + i));
      bench.equal(
          "what a retry of " + Words.of(again) + " returns",
          first.get(i),
          bench.driver().allocate(again));
    }
    bench.unchanged(before, "a retry");
  }

  @RuleTest(
      value = "3.45",
      check = {BOUND, "whether the fingerprint is RequestFingerprint.of"})
  static void anotherRequestUnderAKeyIsRefused(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    bench.subnet("t", "10.0.0.0/28");
    bench.driver().allocate(Make.any("s").withKey("k"));
    List<AllocationRequest> others = new ArrayList<>();
    others.add(Make.any("t").withKey("k"));
    others.add(Make.specific("s", "10.0.0.9").withKey("k"));
    others.add(Make.gatewayOf("s").withKey("k"));
    if (bench.has(Capability.OWNERS)) {
      others.add(Make.any("s").withOwner("o").withKey("k"));
    }
    for (AllocationRequest other : others) {
      conflict(bench, Words.of(other), () -> bench.driver().allocate(other));
    }
  }

  private static void conflict(Bench bench, String what, Callable<?> call) {
    IpamException error = bench.refusedUnchanged("IdempotencyConflict", what, call);
    bench.field(error, "key", "k");
  }

  @RuleTest(
      value = "3.46",
      check = {"whether keys are kept in one index for the whole store"})
  static void aKeyIsUniqueInTheStore(Bench bench) {
    SubnetRequest creation = Make.subnet("made", "10.0.0.0/28").withKey("k");
    bench.driver().createSubnet(creation);
    bench.subnet("s", "10.0.0.0/28");
    conflict(
        bench,
        "Any under the key of a creation",
        () -> bench.driver().allocate(Make.any("s").withKey("k")));
    bench.driver().allocate(Make.any("s").withKey("K"));
    bench.driver().allocate(Make.any("s").withKey("k2"));
    IpamException error =
        bench.refusedUnchanged(
            "IdempotencyConflict",
            "creation under the key of an Any",
            () -> bench.driver().createSubnet(Make.subnet("n", "10.0.0.0/28").withKey("k2")));
    bench.field(error, "key", "k2");
  }

  @RuleTest(
      value = "3.47",
      check = {FIRST})
  static void aRetryIsAnsweredWhateverHappenedSince(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    AllocationRequest any = Make.any("s").withKey("any");
    List<Allocation> first = bench.driver().allocate(any);
    bench.drain("s");
    bench.equal("a retry where all is taken", first, bench.driver().allocate(any));
    bench.driver().updateSubnet(Make.update("s").withPools(Make.pools()));
    bench.equal("a retry where the pools are gone", first, bench.driver().allocate(any));
    AllocationRequest specific = Make.specific("s", "10.0.0.1").withKey("specific");
    List<Allocation> one = bench.driver().allocate(specific);
    bench.equal("a retry of a Specific, now held", one, bench.driver().allocate(specific));
    if (bench.has(Capability.GROUPS)) {
      bench.subnet("first", "10.0.0.0/30");
      bench.subnet("second", "10.0.0.0/29");
      bench.specific("first", "10.0.0.2");
      AllocationRequest group = Make.any("first", "second").withKey("group");
      List<Allocation> got = bench.driver().allocate(group);
      bench.release("first", "10.0.0.2");
      bench.driver().removeSubnet("first", false);
      bench.equal("a retry where another candidate is gone", got, bench.driver().allocate(group));
    }
    bench.refused(
        "IdempotencyConflict",
        "a request with a bound key for a subnet that is unknown",
        () -> bench.driver().allocate(Make.any("absent").withKey("any")));
  }

  @RuleTest(
      value = "3.48",
      check = {BOUND, "whether a failure leaves the key bound"})
  static void aFailureBindsNoKey(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    List<IpAddress> all = bench.drain("s");
    bench.refused(
        "NoAddressAvailable",
        "Any where nothing is free",
        () -> bench.driver().allocate(Make.any("s").withKey("k")));
    bench.refused(
        "SubnetNotFound",
        "Any in an unknown subnet",
        () -> bench.driver().allocate(Make.any("absent").withKey("k")));
    bench.refused(
        "SubnetAlreadyExists",
        "creating s again",
        () -> bench.driver().createSubnet(Make.subnet("s", "10.0.0.0/29").withKey("k")));
    bench.release("s", all.get(2));
    AllocationRequest mended = Make.specific("s", all.get(2).toString()).withKey("k");
    List<Allocation> got = bench.driver().allocate(mended);
    bench.equal("the retry of the mended request", got, bench.driver().allocate(mended));
  }

  @RuleTest(
      value = "3.49",
      check = {BOUND, "whether the key is unique by a constraint of the store"})
  static void ofSeveralAtOnceOneTakesEffect(Bench bench) {
    bench.subnet("s", "10.0.0.0/26");
    for (int round = 0; round < 6; round++) {
      AllocationRequest request = Make.any("s").withKey("k" + round);
      List<Outcome<Object>> outcomes =
          bench.atOnce(
              () -> bench.driver().allocate(request),
              () -> bench.driver().allocate(request),
              () -> bench.driver().allocate(request),
              () -> bench.driver().allocate(request));
      Object first = outcomes.get(0).value();
      for (Outcome<Object> outcome : outcomes) {
        bench.equal("what each of 4 requests with one key returns", first, outcome.value());
      }
      bench.equal("how many are held", round + 1, bench.held("s").size());
    }
  }

  @RuleTest(
      value = "3.50",
      check = {
        "whether a release unbinds the key of its allocation, or records that the result is broken",
        "whether what was released and taken again by others counts as held under the key"
      })
  static void aBrokenResultIsAConflict(Bench bench) {
    bench.subnet("s", "10.0.0.0/26");
    if (!bench.has(Capability.BULK) && !bench.has(Capability.ALL_OR_NONE)) {
      throw new DoesNotBind("BULK and ALL_OR_NONE: no result has parts without them");
    }
    if (bench.has(Capability.BULK)) {
      AllocationRequest bulk = Make.bulk("s", 3).withKey("k");
      broken(bench, () -> bench.driver().allocate(bulk));
      // So that the key is free again (3.51).
      bench.held("s").forEach(each -> bench.release("s", each.address()));
    }
    if (bench.has(Capability.ALL_OR_NONE)) {
      JointRequest joint =
          JointRequest.of(Make.any("s"), Make.any("s"), Make.any("s")).withKey("k");
      broken(
          bench,
          () ->
              bench.part(JointAllocation.class).allocateTogether(joint).stream()
                  .flatMap(List::stream)
                  .toList());
    }
  }

  private static void broken(Bench bench, Supplier<List<Allocation>> request) {
    List<Allocation> got = request.get();
    bench.release("s", got.get(1).address());
    conflict(bench, "a retry of which one part is released", request::get);
    conflict(
        bench,
        "another request with the key",
        () -> bench.driver().allocate(Make.any("s").withKey("k")));
    bench.specific("s", got.get(1).address().toString());
    conflict(bench, "a retry of which one part is held by another", request::get);
    bench.reopen();
    conflict(bench, "a retry after reopening", request::get);
  }

  @RuleTest(
      value = "3.51",
      check = {"whether the last release of what was allocated under a key deletes the key"})
  static void aKeyIsFreeWhenNothingIsHeldUnderIt(Bench bench) {
    bench.subnet("s", "10.0.0.0/26");
    List<Allocation> first = bench.driver().allocate(Make.any("s").withKey("k"));
    bench.release("s", first.get(0).address());
    List<Allocation> second = bench.driver().allocate(Make.specific("s", "10.0.0.30").withKey("k"));
    bench.equal("the address of a new request", Make.ip("10.0.0.30"), second.get(0).address());
    conflict(
        bench,
        "the former request, whose key is another's now",
        () -> bench.driver().allocate(Make.any("s").withKey("k")));
    bench.release("s", "10.0.0.30");
    if (bench.has(Capability.BULK)) {
      List<IpAddress> bulk = bench.all(Make.bulk("s", 2).withKey("k"));
      bench.release("s", bulk.get(0));
      bench.release("s", bulk.get(1));
    }
    bench.driver().createSubnet(Make.subnet("made", "10.0.0.0/28").withKey("k"));
  }

  @RuleTest(
      value = "3.52",
      check = {
        "whether a retry of a creation looks the subnet up, and does not return the stored request",
        "whether removal deletes the subnet's key"
      })
  static void theKeyOfACreationLivesWithTheSubnet(Bench bench) {
    SubnetRequest creation = Make.subnet("s", "10.0.0.0/28").withKey("k");
    Subnet created = bench.driver().createSubnet(creation);
    bench.equal("what a retry returns", created, bench.driver().createSubnet(creation));
    Subnet updated =
        bench.driver().updateSubnet(Make.update("s").withGateway(Make.gateway("10.0.0.9")));
    bench.any("s");
    bench.equal("what a retry returns then", updated, bench.driver().createSubnet(creation));
    conflict(
        bench,
        "another creation with the key",
        () -> bench.driver().createSubnet(Make.subnet("s", "10.0.0.0/27").withKey("k")));
    bench.reopen();
    bench.equal(
        "what a retry returns after reopening", updated, bench.driver().createSubnet(creation));
    bench.held("s").forEach(each -> bench.release("s", each.address()));
    bench.driver().removeSubnet("s", false);
    bench.equal(
        "what the same request makes after the removal",
        created,
        bench.driver().createSubnet(creation));
  }
}
