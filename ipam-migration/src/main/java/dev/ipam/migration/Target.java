package dev.ipam.migration;

import dev.ipam.migrate.OpenedStore;
import dev.ipam.snapshot.Change;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Following;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The store that follows: takes changes in batches, and knows how far it has come. */
final class Target {
  /** How long a batch should take: long enough to be worth it, and short enough to stop after. */
  private static final long AIM_NANOS = 50_000_000;

  private static final int FIRST = 250;
  private static final int FEWEST = 10;

  /** So many changes may wait in memory. */
  private static final int WINDOW = 16_384;

  private final Authority authority;
  private final Window window = new Window();
  private Following state;
  private long written;
  private int most = FIRST;
  private Runnable often = () -> {};

  Target(OpenedStore store, Following state) {
    this.authority = store.authority();
    this.state = state;
  }

  Following state() {
    return state;
  }

  /** How many changes were given to the store. */
  long written() {
    return written;
  }

  /** Says up to where the store has everything, or that this is not known. */
  void reach(@Nullable String position) {
    flush();
    Following next = state.reaching(position);
    if (!next.equals(state)) {
      Settled.change(authority, state, next);
      state = next;
    }
  }

  /** Has something done after every batch from now on. */
  void setOften(Runnable task) {
    often = task;
  }

  void add(Change change) {
    window.add(change);
    if (window.size() >= WINDOW) {
      flush();
    }
  }

  void add(Change.Step step) {
    add(new Change("", step));
  }

  void flush() {
    while (window.size() > 0) {
      List<Change> batch = window.take(most);
      long start = System.nanoTime();
      state = authority.apply(state, batch);
      if (System.nanoTime() - start > AIM_NANOS) {
        most = Math.max(FEWEST, batch.size() / 2);
      } else if (batch.size() == most) {
        most = Math.min(Authority.MOST_CHANGES, 2 * most);
      }
      written += batch.size();
      often.run();
    }
  }

  /** Forgets what was not given to the store, and will be told again from where it has come. */
  void forget() {
    window.clear();
  }

  /** Makes the store the authority. */
  void activate(long epoch) {
    Settled.change(authority, state, new AuthorityState.Active(epoch));
  }

  /** Completes what was applied. */
  void complete() {
    flush();
    state = authority.apply(state, List.of());
  }
}
