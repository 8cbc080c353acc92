package dev.ipam.migration;

import dev.ipam.error.ChangesNotKeptException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.snapshot.Change;
import dev.ipam.spi.ChangeFeed;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Brings the target up to a source that goes on changing, in rounds: each copies what changed
 * during the one before. As soon as a round turns out not to be much smaller than the one before,
 * or the first one very large, writers are held back, more and more, so that in the end little is
 * left, and nothing that the source keeps no longer.
 */
final class CatchUp {
  /** What is left after a round as short as this fits a pause that nobody notices. */
  private static final Duration LITTLE = Duration.ofMillis(50);

  /** What is left after a round as small as this is little, however long it took. */
  private static final long FEW = 64;

  /** So many rounds that got no smaller, with writers held back as they may be, are enough. */
  private static final int FUTILE = 4;

  /** No more changes than so are expected of a first round; a source does not keep all for ever. */
  static final long MANY = 200_000;

  private static final long OFTEN = 16;

  private final ChangeFeed feed;
  private final Target target;
  private final Throttle throttle;
  private final MigrationListener listener;
  private final long littleNanos;
  private long followed;

  /** Is told how many changes a round has copied until now. */
  private interface Watch {
    void at(long count);
  }

  /**
   * Makes one.
   *
   * @param longestPause how long writers may wait at a time
   */
  CatchUp(
      ChangeFeed feed,
      Target target,
      Throttle throttle,
      MigrationListener listener,
      Duration longestPause) {
    this.feed = feed;
    this.target = target;
    this.throttle = throttle;
    this.listener = listener;
    this.littleNanos = Math.min(LITTLE.toNanos(), longestPause.toNanos() / 4);
  }

  /** How many changes were copied until now. */
  long followed() {
    return followed;
  }

  /**
   * Copies until little is left, or until it is of no use to go on: what is left then is for the
   * hand-over, which is tried and may fail.
   *
   * @param touched is told what changes and compares it, or null
   * @throws ChangesNotKeptException if what changed since is not kept any more
   */
  void untilLittleIsLeft(@Nullable Touched touched) {
    try {
      rounds(touched);
    } catch (RuntimeException e) {
      throttle.releaseAfter(e);
      throw e;
    }
    throttle.release();
  }

  private void rounds(@Nullable Touched touched) {
    long before = MANY;
    int futile = 0;
    while (futile < FUTILE) {
      long start = System.nanoTime();
      Round round = new Round(before);
      long count = copy(touched, round);
      if (touched != null) {
        touched.settle(throttle::tick);
      }
      if (count <= FEW || System.nanoTime() - start <= littleNanos) {
        return;
      }
      futile = round.isFutile() ? futile + 1 : 0;
      before = count;
    }
  }

  /** Watches whether a round gets as large as the one before. */
  private final class Round implements Watch {
    private final long step;
    private long limit;
    private boolean futile;

    Round(long before) {
      step = Math.max(FEW, before / 4);
      limit = before - before / 4;
    }

    boolean isFutile() {
      return futile;
    }

    @Override
    public void at(long count) {
      if (count > limit) {
        limit += step;
        if (throttle.harder()) {
          listener.step("Changes come about as fast as they are copied: holding writers back.");
        } else {
          futile = true;
        }
      }
      throttle.tick();
    }
  }

  /**
   * Copies what changed until now, while writes wait.
   *
   * @param touched is told what changes, or null
   * @throws Holding.Over if the deadline passes before all is copied
   * @throws ChangesNotKeptException if what changed since is not kept any more
   */
  void copyWhile(Holding holding, @Nullable Touched touched) {
    copy(touched, count -> holding.require());
    holding.require();
  }

  private long copy(@Nullable Touched touched, Watch watch) {
    long[] count = {0};
    // What a deadline that passed has left in it stands before what is read again now, some of it
    // with a position that is behind that of changes which were not applied.
    target.forget();
    String position = target.state().position();
    target.setOften(() -> watch.at(count[0]));
    try {
      if (position != null) {
        try (Stream<Change> changes = feed.changes(position)) {
          for (Iterator<Change> each = changes.iterator(); each.hasNext(); ) {
            Change change = each.next();
            if (touched != null) {
              touched.note(change.step());
            }
            target.add(change);
            if (++count[0] % OFTEN == 0) {
              watch.at(count[0]);
            }
          }
        }
      }
      target.complete();
    } finally {
      target.setOften(() -> {});
      followed += count[0];
      listener.advanced(count[0]);
    }
    return count[0];
  }
}
