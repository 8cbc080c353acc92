package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.net.IpAddress;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.SubnetPools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** Rules 6.19 to 6.24 and 6.27: how a driver fails, and goes on. */
final class FailureRules {
  private FailureRules() {}

  private static final int LONGEST_MESSAGE = 2_000;
  private static final int MOST_TRIES = 20_000;

  @RuleTest(
      value = "6.19",
      check = {
        "whether every failure of the store is caught and said as an exception of dev.ipam.error",
        "whether a message of the database, with its statement, becomes the message"
      })
  static void everyFailureIsAnErrorOfTheContract(Bench bench) {
    Provoked.on(bench)
        .forEach(
            (code, call) -> {
              IpamException error = bench.refused(code, "a request that provokes it", call);
              String message = String.valueOf(error.getMessage());
              bench.require(
                  message.length() > 10
                      && message.length() < LONGEST_MESSAGE
                      && message.endsWith(".")
                      && message.indexOf('\n') < 0,
                  "the message of " + code + " is one sentence",
                  Words.of(message));
              bench.require(
                  !error.fields().isEmpty(),
                  code + " has the identifiers involved as fields",
                  "it has none");
            });
  }

  @RuleTest(
      value = "6.20",
      check = {
        "whether a refusal is made before anything is written, or what was written is rolled back",
        "whether an operation that failed in the middle leaves something behind"
      })
  static void whatIsNotAppliedIsNotThere(Bench bench) {
    Provoked.on(bench)
        .forEach(
            (code, call) -> {
              IpamException error =
                  bench.refusedUnchanged(code, "a request that provokes it", call);
              bench.equal("the outcome of " + code, Outcome.NOT_APPLIED, error.outcome());
            });
  }

  @RuleTest(
      value = "6.21",
      check = "whether an error of the data is wrapped into Unavailable, which says: try again")
  static void whatTryingAgainDoesNotMendIsNotRetryable(Bench bench) {
    Provoked.on(bench)
        .forEach(
            (code, call) -> {
              IpamException first = bench.refused(code, "a request that provokes it", call);
              bench.equal("whether " + code + " is retryable", false, first.retryable());
              IpamException again = bench.refused(code, "the same request again", call);
              bench.equal("the code, asked again", first.code(), again.code());
            });
  }

  @RuleTest(
      value = "6.22",
      check = {
        "whether the operation asks for the capability first: Capability.X.require(capabilities())",
        "whether a driver that can do it after all should say so in capabilities()"
      })
  static void whatIsMissingIsRefusedAndChangesNothing(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    bench.subnet("s2", "10.0.0.0/28");
    bench.any("s");
    for (Capability capability : Capability.values()) {
      if (!bench.has(capability)) {
        Inverse.of(capability).forEach(inverse -> inverse.ask(bench));
      }
    }
  }

  @RuleTest(
      value = "6.23",
      check = {
        "whether capabilities() is computed from the open store each time; it must be constant",
        "whether the implied ones are declared: SCOPES has POOLS, TRANSFER has TOKENS, REST has CLOCK",
        "whether mostCapabilities() of the provider has them all"
      })
  static void capabilitiesAreConstantAndWhole(Bench bench) {
    Set<Capability> own = new TreeSet<>(bench.driver().capabilities());
    bench.equal(
        "what the driver under test declares", new TreeSet<>(bench.subject().capabilities()), own);
    Map.of(
            Capability.SCOPES, Capability.POOLS,
            Capability.TRANSFER, Capability.TOKENS,
            Capability.REST, Capability.CLOCK)
        .forEach(
            (one, implied) ->
                bench.require(
                    !own.contains(one) || own.contains(implied),
                    one + " comes with " + implied,
                    "the driver has " + own));
    Set<Capability> most = bench.subject().provider().mostCapabilities();
    bench.require(most.containsAll(own), "the provider names all of " + own, "it names " + most);
    bench.subnet("s", "10.0.0.0/28");
    bench.equal("after a write", own, new TreeSet<>(bench.driver().capabilities()));
    bench.reopen();
    bench.equal("after reopening", own, new TreeSet<>(bench.driver().capabilities()));
  }

  @RuleTest(
      value = "6.24",
      check = "whether an error leaves a lock held, a transaction open, or a connection unreturned")
  static void theDriverServesOnAfterEveryError(Bench bench) {
    Map<String, Callable<?>> provoked = Provoked.on(bench);
    bench.subnet("work", "10.200.0.0/24");
    provoked.forEach(
        (code, call) -> {
          for (int i = 0; i < 12; i++) {
            bench.refused(code, "a request that provokes it", call);
          }
          IpAddress taken = bench.any("work");
          bench.equal(
              "what a release gives back after " + code,
              true,
              bench.release("work", taken).isPresent());
        });
  }

  @RuleTest(
      value = "6.27",
      check = {
        "whether every operation looks whether the driver is closed, look-ups and parts included",
        "whether close waits for what is under way, and is harmless the second time"
      })
  static void aClosedDriverRefusesEverything(Bench bench) {
    bench.subnet("s", "10.0.0.0/24");
    IpAddress held = bench.any("s");
    List<Callable<?>> busy = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      busy.add(() -> untilClosed(bench));
    }
    busy.add(
        () -> {
          bench.driver().close();
          return "closed";
        });
    bench.atOnce(busy.toArray(Callable[]::new)).forEach(dev.ipam.conformance.rules.Outcome::value);
    bench.driver().close();
    Map<String, Callable<?>> calls =
        Map.of(
            "creating a subnet", () -> bench.subnet("t", "10.0.0.0/24"),
            "looking up a subnet", () -> bench.driver().subnet("s"),
            "listing subnets", () -> listed(bench),
            "updating a subnet",
                () -> bench.driver().updateSubnet(Make.update("s").withGateway(Make.NO_GATEWAY)),
            "removing a subnet", () -> bench.driver().removeSubnet("s", false),
            "allocating", () -> bench.any("s"),
            "releasing", () -> bench.driver().release(ReleaseRequest.of("s", held)),
            "looking up an address", () -> bench.driver().find("s", held),
            "listing allocations", () -> bench.held("s"),
            "usage", () -> bench.driver().usage("s"));
    calls.forEach((what, call) -> bench.refused("DriverClosed", what + " after close", call));
    if (bench.has(Capability.POOLS)) {
      bench.refused(
          "DriverClosed",
          "looking up a pool after close",
          () -> bench.part(SubnetPools.class).pool("p"));
    }
    if (bench.has(Capability.DURABLE)) {
      bench.reopen();
      bench.equal("an address held before", true, bench.driver().find("s", held).isPresent());
    }
  }

  private static Object listed(Bench bench) {
    try (var subnets = bench.driver().subnets()) {
      return subnets.count();
    }
  }

  private static String untilClosed(Bench bench) {
    for (int i = 0; i < MOST_TRIES; i++) {
      try {
        bench.release("s", bench.any("s"));
      } catch (IpamException e) {
        bench.equal("the error of an operation while the driver closes", "DriverClosed", e.code());
        return "closed";
      }
    }
    throw new RuleViolation("close ends operations that go on", "they went on");
  }
}
