package dev.ipam.migration;

import dev.ipam.error.MigrationRefusedException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Closing;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.AuthorityState.Shadow;
import dev.ipam.spi.Capability;
import dev.ipam.spi.ChangeFeed;
import java.time.Duration;
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
  long compared;

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
    if (options.live() && !(source.isFenceInTheStore() && destination.isFenceInTheStore())) {
      throw refused(
          "one of the two drivers keeps no authority in its store, so that nothing holds its other"
              + " writers off; stop them, and migrate without --live");
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
    Active active = active(here);
    Preflight.of(from, to, false).require();
    Target target = fill(new Claim(this).claim(active, there));
    Holding holding = new Holding(source, active, to.ref());
    CatchUp catchUp =
        feed == null || !destination.isFenceInTheStore()
            ? null
            : new CatchUp(
                feed,
                target,
                new Throttle(holding, options.longestPause()),
                listener,
                options.longestPause());
    HandOver handOver = new HandOver(this, active, target, holding, catchUp);
    Duration pause = handOver.run();
    return new MigrationReport(
        from.ref(),
        to.ref(),
        active.epoch() + 1,
        way,
        copied,
        catchUp == null ? 0 : catchUp.followed(),
        compared,
        handOver.attempts(),
        holding.heldBack(),
        pause,
        took());
  }

  Active active(AuthorityState here) {
    if (here instanceof Active active) {
      return active;
    }
    throw refused("the source is " + here.word() + " and not the authority; see 'migrate status'");
  }

  /** Brings the target up to date and makes it the source's shadow. */
  Shadow shadow() {
    if (feed == null || from.ref().equals(to.ref())) {
      throw refused("a shadow is another store, and follows one that tells what changes");
    }
    Active active = active(source.state());
    Preflight.of(from, to, false).require();
    Target target = fill(new Claim(this).claim(active, destination.state()));
    Shadow next = new Shadow(from.ref(), active.epoch(), target.state().position());
    Settled.change(destination, target.state(), next);
    return next;
  }

  /** The source has retired already: the target has everything. */
  private MigrationReport finish(Retired retired, AuthorityState there) {
    if (there instanceof Active active) {
      return report(active.epoch());
    }
    if (there instanceof Loading loading && loading.from().equals(from.ref())) {
      listener.step("Making " + to.ref() + " the authority.");
      Settled.change(destination, loading, new Active(loading.epoch()));
      return report(loading.epoch());
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
    boolean copies = Records.canExport(from) && Records.canExport(to);
    boolean empty = Records.isEmpty(to);
    if (!empty && copies && !destination.isFenceInTheStore()) {
      listener.step("Emptying " + to.ref() + ": its driver cannot take over what has changed.");
      Emptying.run(to, target, listener);
      empty = true;
    }
    if (empty && copies) {
      way = "import";
      listener.step("Copying everything from " + from.ref() + " to " + to.ref() + ".");
      target.reach(position());
      copied = Import.run(from, to, listener);
    } else if (claimed.position() == null) {
      adjust(target);
    } else {
      way = "changes";
    }
    return target;
  }

  /** Makes the target hold what the source holds, whatever it holds now. */
  void adjust(Target target) {
    way = "comparison";
    listener.step("Comparing " + to.ref() + " with " + from.ref() + " and copying what differs.");
    target.reach(null);
    String before = position();
    long written = target.written();
    Removal.run(from, to, target);
    Adjustment adjustment = new Adjustment(target);
    TokensSeen tokens = new TokensSeen();
    Comparison.run(
        () -> Records.of(from).peek(tokens::note), () -> Records.of(to), listener, adjustment);
    adjustment.finish();
    if (!Records.canExport(from)) {
      tokens.raise(target);
    }
    copied += target.written() - written;
    target.reach(before);
  }

  private @Nullable String position() {
    return feed == null ? null : feed.position();
  }

  /** Where all but the last step had been done before. */
  private MigrationReport report(long epoch) {
    return new MigrationReport(
        from.ref(), to.ref(), epoch, way, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, took());
  }

  private Duration took() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  MigrationRefusedException refused(String reason) {
    return new MigrationRefusedException(from.ref().toString(), to.ref().toString(), reason);
  }
}
