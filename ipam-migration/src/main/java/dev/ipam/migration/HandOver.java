package dev.ipam.migration;

import dev.ipam.error.ChangesNotKeptException;
import dev.ipam.error.MigrationRefusedException;
import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.Capability;
import dev.ipam.spi.ChangeFeed;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The end of a migration: everything is compared, writes wait for what is left, and the target
 * becomes the authority.
 *
 * <p>Live, everything is compared as of one moment while the source serves: writes wait until the
 * target holds what the source holds and both are being read as they are then, and go on while that
 * is compared. What is copied from then on is compared again in the pause.
 */
final class HandOver {
  private final Migration migration;
  private final Active active;
  private final Target target;
  private final Holding holding;
  private final @Nullable CatchUp catchUp;
  private @Nullable Touched touched;
  private int attempts;

  HandOver(
      Migration migration,
      Active active,
      Target target,
      Holding holding,
      @Nullable CatchUp catchUp) {
    this.migration = migration;
    this.active = active;
    this.target = target;
    this.holding = holding;
    this.catchUp = catchUp;
  }

  /** How often it was tried. */
  int attempts() {
    return attempts;
  }

  /** Hands over; returns how long writes waited. */
  Duration run() {
    int most = migration.options.attempts();
    for (attempts = 1; attempts <= most; attempts++) {
      if (!prepare()) {
        continue;
      }
      migration.listener.step("Handing over: writes wait.");
      Optional<Duration> pause = attempt();
      if (pause.isPresent()) {
        return pause.get();
      }
      migration.listener.step("The hand-over took too long; the source serves again. Copying on.");
    }
    throw tookTooLong();
  }

  /**
   * Does while the source serves what can be done then.
   *
   * @return whether it is time to hand over; false where all has to be compared once more, which is
   *     nothing that writes should wait for
   */
  private boolean prepare() {
    CatchUp changes = catchUp;
    if (changes == null) {
      return true;
    }
    try {
      if (migration.options.live() && touched == null) {
        compareAsOfOneMoment(changes);
      }
      changes.untilLittleIsLeft(touched);
      return true;
    } catch (ChangesNotKeptException e) {
      startAgain();
      return !migration.options.live();
    }
  }

  /** What changed is not known: everything is, and will have to be compared again. */
  private void startAgain() {
    touched = null;
    migration.adjust(target);
  }

  private void compareAsOfOneMoment(CatchUp changes) {
    migration.listener.step("Comparing both stores while the source serves.");
    Touched since = new Touched(migration.from, migration.to);
    FinalCheck check = new FinalCheck(migration);
    try (Verification.Opened opened = openTogether(changes)) {
      migration.compared =
          opened.compare(migration.listener, opened.isOfOneMoment() ? check::note : since::note);
    }
    check.require();
    touched = since;
  }

  /** Opens both as of a moment at which nothing was left to copy. */
  private Verification.Opened openTogether(CatchUp changes) {
    for (int i = 0; i < migration.options.attempts(); i++) {
      changes.untilLittleIsLeft(null);
      if (!begins(i + 1)) {
        continue;
      }
      Verification.Opened opened = null;
      boolean together = false;
      try {
        changes.copyWhile(holding, null);
        opened = Verification.open(migration.from, migration.to);
        together = holding.end();
      } catch (Holding.Over e) {
        holding.end();
      } catch (RuntimeException e) {
        holding.endAfter(e);
        throw e;
      } finally {
        if (opened != null && !together) {
          opened.close();
        }
      }
      if (opened != null && together) {
        return opened;
      }
    }
    throw tookTooLong();
  }

  /** Returns how long writes waited, or nothing where the deadline passed. */
  private Optional<Duration> attempt() {
    long start = System.nanoTime();
    if (!begins(attempts)) {
      return Optional.empty();
    }
    try {
      copyTheRest();
      FinalCheck check = new FinalCheck(migration);
      check.run(touched);
      check.require();
      holding.retire(positionThere());
    } catch (Holding.Over | ChangesNotKeptException e) {
      holding.end();
      return Optional.empty();
    } catch (MigrationRefusedException e) {
      if (holding.end()) {
        throw e;
      }
      // The deadline had passed, and what was compared went on changing.
      return Optional.empty();
    } catch (RuntimeException e) {
      holding.endAfter(e);
      throw e;
    }
    activate();
    return Optional.of(Duration.ofNanos(System.nanoTime() - start));
  }

  /**
   * Makes writes wait.
   *
   * @param attempt the number of this attempt; at the last one what is in the way is thrown
   * @return false where writers, or a caller's transaction, kept the store busy beyond its deadline
   */
  private boolean begins(int attempt) {
    try {
      holding.begin(migration.options.longestPause());
      return true;
    } catch (UnavailableException e) {
      if (e.outcome() == Outcome.NOT_APPLIED && attempt < migration.options.attempts()) {
        return false;
      }
      throw e;
    }
  }

  /** From here on nobody serves until it is done, so that it is tried more than once. */
  private void activate() {
    for (int attempt = 1; ; attempt++) {
      try {
        target.activate(active.epoch() + 1);
        return;
      } catch (UnavailableException e) {
        if (attempt >= migration.options.attempts()) {
          throw halfWay(e);
        }
      } catch (RuntimeException e) {
        throw halfWay(e);
      }
    }
  }

  private UnavailableException halfWay(RuntimeException why) {
    return new UnavailableException(
        migration.to.driver().store().location(),
        "it has everything, and "
            + migration.from.ref()
            + " has retired, but it could not be made the authority; run 'ipam migrate resume' as"
            + " soon as it can be reached, since nobody serves until then",
        Outcome.UNKNOWN,
        why);
  }

  private void copyTheRest() {
    CatchUp changes = catchUp;
    if (changes == null) {
      startAgain();
      return;
    }
    try {
      changes.copyWhile(holding, touched);
    } catch (ChangesNotKeptException e) {
      if (migration.options.live()) {
        // To be found again, and mended, while the source serves.
        throw e;
      }
      startAgain();
    }
  }

  /** From where on the target's changes will be missing in the source. */
  private @Nullable String positionThere() {
    return migration.to.driver().capabilities().contains(Capability.CHANGES)
        ? migration.to.driver().extension(ChangeFeed.class).map(ChangeFeed::position).orElse(null)
        : null;
  }

  private MigrationRefusedException tookTooLong() {
    return migration.refused(
        "it could not hand over within "
            + migration.options.longestPause().toMillis()
            + " ms in "
            + migration.options.attempts()
            + " attempts; allow a longer pause and resume");
  }
}
