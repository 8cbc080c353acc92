package dev.ipam.conformance.rules;

import dev.ipam.error.DriverNotActiveException;
import dev.ipam.net.IpAddress;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.StoreRef;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Rule 7.05: writes that find the store closing. */
final class ClosingRules {
  private ClosingRules() {}

  private static final StoreRef OTHER = new StoreRef("other", "store-2");
  private static final int LOOKS = 20;
  private static final long PAUSE_NANOS = 5_000_000;

  private static Authority authority(Bench bench) {
    return bench.part(Authority.class);
  }

  private static AuthorityState closing(Bench bench, long millis) {
    AuthorityState state =
        new AuthorityState.Closing(1, OTHER, authority(bench).now().plusMillis(millis));
    authority(bench).change(authority(bench).state(), state);
    return state;
  }

  @RuleTest(
      value = "7.05",
      check = {
        "whether a write that finds the store closing waits and looks again, and is not refused",
        "whether it ends when the state changes, and as it then is"
      })
  static void writesWaitWhileClosing(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    List<Outcome<Object>> back = whileClosing(bench, new AuthorityState.Active(1));
    back.forEach(Outcome::value);
    List<Outcome<Object>> over = whileClosing(bench, new AuthorityState.Retired(1, OTHER, null));
    over.get(1).value();
    bench.require(
        !over.get(0).succeeded() && over.get(0).error() instanceof DriverNotActiveException,
        "a write that waited for a store that was then retired fails with DriverNotActive",
        over.get(0).toString());
    bench.equal("the number of allocations", 1, bench.held("s").size());
  }

  /** A write sets out, and then the state changes to what comes after closing. */
  private static List<Outcome<Object>> whileClosing(Bench bench, AuthorityState next) {
    AuthorityState closing = closing(bench, 3_600_000);
    AtomicBoolean answered = new AtomicBoolean();
    return bench.atOnce(
        () -> write(bench, answered),
        () -> {
          unlessAnswered(answered);
          bench.require(
              !answered.get(),
              "a write that finds the store closing waits until the state changes",
              "it was answered, or refused, before that");
          authority(bench).change(closing, next);
          return next.word();
        });
  }

  @RuleTest(
      value = "7.05",
      check =
          "whether AuthorityState.at(now) decides, with the store's time, and a write that waited"
              + " then makes the store active")
  static void aDeadlineThatPassesMakesItActiveAgain(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    closing(bench, 200);
    AtomicBoolean answered = new AtomicBoolean();
    bench
        .atOnce(
            () -> write(bench, answered),
            () -> {
              unlessAnswered(answered);
              bench.advance(200);
              return "later";
            })
        .forEach(Outcome::value);
    bench.equal("the state", new AuthorityState.Active(1), authority(bench).state());
    bench.reopen();
    bench.equal(
        "the state after reopening", new AuthorityState.Active(1), authority(bench).state());
  }

  private static IpAddress write(Bench bench, AtomicBoolean answered) {
    try {
      return bench.any("s");
    } finally {
      answered.set(true);
    }
  }

  /** Gives a write that does not wait the time to be answered; one that waits needs none. */
  private static void unlessAnswered(AtomicBoolean answered) {
    for (int i = 0; i < LOOKS && !answered.get(); i++) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
