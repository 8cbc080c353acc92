package dev.ipam.conformance.rules;

import dev.ipam.error.UnavailableException;
import dev.ipam.net.IpAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Rule 6.38: callers whose threads are interrupted. */
final class InterruptRules {
  private static final int ROUNDS = 40;
  private static final int MOST_ROUNDS = 20_000;

  private InterruptRules() {}

  @RuleTest(
      value = "6.38",
      check = {
        "whether the store is read or written through a FileChannel, which an interrupt closes for"
            + " all (ClosedByInterruptException): use RandomAccessFile, or a thread of the driver's own",
        "whether a lock or a pool of connections is waited for in a way that an interrupt ends",
        "whether an interrupt that was caught is set again: Thread.currentThread().interrupt()"
      })
  static void anInterruptedCallerSpoilsNothing(Bench bench) {
    bench.subnet("s", "10.0.0.0/24");
    bench.specific("s", "10.0.0.200");
    calls(bench)
        .forEach(
            (what, call) -> {
              interrupted(bench, what, call);
              servesOn(bench, "after " + what + " by an interrupted thread");
            });
    List<String> before = bench.state();
    bench.reopen();
    bench.unchanged(before, "opening the store again");
  }

  private static Map<String, Callable<?>> calls(Bench bench) {
    Map<String, Callable<?>> calls = new LinkedHashMap<>();
    calls.put("allocating", () -> bench.any("s"));
    calls.put("releasing", () -> bench.release("s", "10.0.0.200"));
    calls.put("creating a subnet", () -> bench.subnet("t", "10.0.1.0/24"));
    calls.put(
        "updating a subnet",
        () -> bench.driver().updateSubnet(Make.update("s").withGateway(Make.NO_GATEWAY)));
    calls.put("looking up a subnet", () -> bench.driver().subnet("s"));
    calls.put("looking up an address", () -> bench.driver().find("s", Make.ip("10.0.0.9")));
    calls.put("listing allocations", () -> bench.held("s"));
    calls.put("asking for the usage", () -> bench.driver().usage("s"));
    calls.put("removing a subnet", () -> bench.driver().removeSubnet("t", false));
    return calls;
  }

  private static void interrupted(Bench bench, String what, Callable<?> call) {
    AtomicBoolean stays = new AtomicBoolean();
    Outcome<Object> outcome =
        bench
            .atOnce(
                () -> {
                  Thread.currentThread().interrupt();
                  try {
                    return call.call();
                  } finally {
                    stays.set(Thread.interrupted());
                  }
                })
            .get(0);
    bench.require(
        outcome.error() == null
            || outcome.error() instanceof UnavailableException
            // What an earlier interrupted call did not create.
            || outcome.error().code().equals("SubnetNotFound"),
        what + " by an interrupted thread is carried out, or ends Unavailable",
        "it failed: " + Words.of(outcome.error()));
    bench.require(
        stays.get(),
        "the thread is still interrupted after " + what,
        "its interrupt is gone, so the caller's own code does not learn of it");
  }

  private static void servesOn(Bench bench, String when) {
    try {
      IpAddress taken = bench.any("s");
      bench.require(
          bench.driver().find("s", taken).isPresent(),
          when + " an allocation is there",
          "it is not");
      bench.release("s", taken);
      bench.driver().usage("s");
    } catch (UnavailableException e) {
      throw new RuleViolation(when + " other calls are served", Words.of(e));
    }
  }

  @RuleTest(
      value = "6.38",
      check = {
        "whether one caller's thread does the work of others (a leader of a group commit), and its"
            + " interrupt ends what they wait for",
        "whether an interrupt in the middle of a write closes the file or the connection"
      })
  static void interruptsHitNobodyElse(Bench bench) {
    bench.subnet("s", "10.0.0.0/24");
    AtomicBoolean working = new AtomicBoolean(true);
    AtomicReference<Thread> target = new AtomicReference<>();
    List<Outcome<Object>> outcomes =
        bench.atOnce(
            () -> isInterrupted(bench, target, working),
            () -> interrupts(target, working),
            () -> worksOn(bench, working),
            () -> worksOn(bench, working));
    outcomes.forEach(
        outcome ->
            bench.require(
                outcome.error() == null,
                "callers that are not interrupted are served while another one is",
                Words.of(outcome.error())));
    servesOn(bench, "afterwards");
    List<String> before = bench.state();
    bench.reopen();
    bench.unchanged(before, "opening the store again");
  }

  private static String isInterrupted(
      Bench bench, AtomicReference<Thread> target, AtomicBoolean working) {
    target.set(Thread.currentThread());
    try {
      for (int i = 0; i < ROUNDS; i++) {
        try {
          bench.release("s", bench.any("s"));
        } catch (UnavailableException e) {
          // That is its own affair.
        }
      }
      return "worked";
    } finally {
      working.set(false);
      Thread.interrupted();
    }
  }

  private static String interrupts(AtomicReference<Thread> target, AtomicBoolean working) {
    while (working.get()) {
      Thread thread = target.get();
      if (thread != null && !thread.isInterrupted()) {
        thread.interrupt();
      }
      Thread.onSpinWait();
    }
    return "interrupted";
  }

  private static String worksOn(Bench bench, AtomicBoolean working) {
    for (int i = 0; working.get() && i < MOST_ROUNDS; i++) {
      bench.release("s", bench.any("s"));
    }
    return "worked";
  }
}
