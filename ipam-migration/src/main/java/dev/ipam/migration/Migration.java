package dev.ipam.migration;

import dev.ipam.error.AuthorityConflictException;
import dev.ipam.error.ChangesNotKeptException;
import dev.ipam.error.MigrationRefusedException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.snapshot.Change;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Closing;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.Capability;
import dev.ipam.spi.ChangeFeed;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One migration, from its beginning or from where an earlier attempt was cut short: all that it
 * needs to know is in the two stores.
 *
 * <p>The order is what makes it safe. The target is claimed, filled and compared while the source
 * serves. Then the source is closing, the rest is copied and compared, the source retires, and only
 * then the target becomes active. So at every moment at most one of the two is active, and from
 * every moment the migration can be gone on with, or given up.
 */
final class Migration {
  /** So few changes are left for the time in which writes wait. */
  private static final long FEW = 2_000;

  private static final int MOST_ROUNDS = 10;

  /** How often what was touched is compared while the source serves. */
  private static final int SETTLING = 3;

  final OpenedStore from;
  final OpenedStore to;
  final MigrationOptions options;
  final MigrationListener listener;
  private final Authority source;
  private final Authority destination;
  private final @Nullable ChangeFeed feed;
  private final long began = System.nanoTime();
  private String way = "none";
  private long copied;
  private long followed;
  long compared;
  private int attempts;

  Migration(
      OpenedStore from, OpenedStore to, MigrationOptions options, MigrationListener listener) {
    this.from = from;
    this.to = to;
    this.options = options;
    this.listener = listener;
    this.source = from.authority();
    this.destination = to.authority();
    this.feed =
        from.driver().capabilities().contains(Capability.CHANGES)
            ? from.driver().extension(ChangeFeed.class).orElse(null)
            : null;
  }

  MigrationReport run() {
    if (from.ref().equals(to.ref())) {
      throw refused("they are one and the same store");
    }
    AuthorityState here = source.state();
    AuthorityState there = destination.state();
    if (here instanceof Retired retired && retired.successor().equals(to.ref())) {
      return finish(retired, there);
    }
    if (here instanceof Closing closing && closing.successor().equals(to.ref())) {
      // Whoever was closing it is gone, or we are that one and begin again.
      here = new Active(closing.epoch());
      source.change(closing, here);
    }
    if (!(here instanceof Active active)) {
      throw refused(
          "the source is " + here.word() + " and not the authority; see 'migrate status'");
    }
    Preflight.of(from, to, false).require();
    Target target = fill(new Claim(this).claim(active, there));
    return handOver(active, target);
  }

  Active active(AuthorityState here) {
    if (here instanceof Active active) {
      return active;
    }
    throw refused("the source is " + here.word() + " and not the authority; see 'migrate status'");
  }

  /** The source has retired already: the target has everything. */
  private MigrationReport finish(Retired retired, AuthorityState there) {
    if (there instanceof Active active) {
      return report(active.epoch(), Duration.ZERO);
    }
    if (there instanceof Loading loading && loading.from().equals(from.ref())) {
      listener.step("Making " + to.ref() + " the authority.");
      destination.change(loading, new Active(loading.epoch()));
      return report(loading.epoch(), Duration.ZERO);
    }
    throw refused(
        "the source retired in epoch "
            + retired.epoch()
            + ", but the target is "
            + there.word()
            + "; see 'migrate status'");
  }

  private Target fill(Loading claimed) {
    Target target = new Target(to, claimed);
    boolean empty = Records.isEmpty(to);
    if (empty && Records.canExport(from) && Records.canExport(to)) {
      way = "import";
      listener.step("Copying everything from " + from.ref() + " to " + to.ref() + ".");
      target.reach(position());
      copied = Import.run(from, to, listener);
    } else if (claimed.position() == null) {
      adjust(target);
    } else {
      way = "changes";
    }
    follow(target, FEW, null);
    return target;
  }

  /** Makes the target hold what the source holds, whatever it holds now. */
  private void adjust(Target target) {
    way = "comparison";
    listener.step("Comparing " + to.ref() + " with " + from.ref() + " and copying what differs.");
    target.reach(null);
    String before = position();
    long written = target.written();
    Removal.run(from, to, target);
    Adjustment adjustment = new Adjustment(target);
    Comparison.run(Records.of(from), Records.of(to), listener, adjustment);
    adjustment.finish();
    copied += target.written() - written;
    target.reach(before);
  }

  private @Nullable String position() {
    return feed == null ? null : feed.position();
  }

  /**
   * Applies what changed, until little is left.
   *
   * @param few how many changes of one round are little
   * @param touched is told what they change, or null
   */
  private void follow(Target target, long few, @Nullable Touched touched) {
    if (feed == null) {
      return;
    }
    long count = few + 1;
    for (int round = 0; count > few && round < MOST_ROUNDS; round++) {
      count = followOnce(feed, target, touched);
    }
  }

  private long followOnce(ChangeFeed changes, Target target, @Nullable Touched touched) {
    String position = target.state().position();
    long[] count = {0};
    if (position != null) {
      try (Stream<Change> each = changes.changes(position)) {
        each.forEach(
            change -> {
              if (touched != null) {
                touched.note(change.step());
              }
              target.add(change);
              count[0]++;
            });
      } catch (ChangesNotKeptException e) {
        adjust(target);
        return Long.MAX_VALUE;
      }
    }
    target.complete();
    followed += count[0];
    listener.advanced(count[0]);
    return count[0];
  }

  private MigrationReport handOver(Active active, Target target) {
    for (attempts = 1; attempts <= options.attempts(); attempts++) {
      Touched touched = options.live() && feed != null ? new Touched() : null;
      if (touched != null) {
        compareBefore(target, touched);
      }
      Optional<Duration> pause = tryHandOver(active, target, touched);
      if (pause.isPresent()) {
        return report(active.epoch() + 1, pause.get());
      }
      listener.step("The hand-over took too long; the source serves again. Copying on.");
      follow(target, FEW, null);
    }
    throw refused(
        "it could not hand over within "
            + options.longestPause().toMillis()
            + " ms in "
            + options.attempts()
            + " attempts; allow a longer pause and resume");
  }

  /** Compares everything while the source serves: what differs is looked at again at the end. */
  private void compareBefore(Target target, Touched touched) {
    listener.step("Comparing both stores while the source serves.");
    compared = Verification.compare(from, to, listener, touched::note);
    follow(target, FEW, touched);
    for (int round = 0; round < SETTLING; round++) {
      touched.settle(from, to);
      follow(target, FEW / 10, touched);
    }
  }

  /** Returns how long writes waited, or nothing where the deadline passed. */
  private Optional<Duration> tryHandOver(Active active, Target target, @Nullable Touched touched) {
    listener.step("Handing over: writes wait.");
    long start = System.nanoTime();
    Closing closing =
        new Closing(active.epoch(), to.ref(), source.now().plus(options.longestPause()));
    source.change(active, closing);
    try {
      if (feed == null) {
        adjust(target);
      } else {
        followOnce(feed, target, touched);
      }
      new FinalCheck(this).require(touched);
      source.change(closing, new Retired(active.epoch(), to.ref(), positionThere()));
    } catch (RuntimeException e) {
      boolean judged =
          e instanceof AuthorityConflictException || e instanceof MigrationRefusedException;
      if (judged && source.state().equals(active)) {
        // The deadline passed, and what was compared went on changing.
        return Optional.empty();
      }
      reopen(closing, active, e);
      throw e;
    }
    destination.change(target.state(), new Active(active.epoch() + 1));
    return Optional.of(Duration.ofNanos(System.nanoTime() - start));
  }

  private void reopen(Closing closing, Active active, RuntimeException cause) {
    try {
      source.change(closing, active);
    } catch (RuntimeException e) {
      // Its deadline does the same.
      cause.addSuppressed(e);
    }
  }

  /** From where on the target's changes will be missing in the source. */
  private @Nullable String positionThere() {
    return to.driver().capabilities().contains(Capability.CHANGES)
        ? to.driver().extension(ChangeFeed.class).map(ChangeFeed::position).orElse(null)
        : null;
  }

  private MigrationReport report(long epoch, Duration pause) {
    return new MigrationReport(
        from.ref(),
        to.ref(),
        epoch,
        way,
        copied,
        followed,
        compared,
        attempts,
        pause,
        Duration.ofNanos(System.nanoTime() - began));
  }

  MigrationRefusedException refused(String reason) {
    return new MigrationRefusedException(from.ref().toString(), to.ref().toString(), reason);
  }
}
