package dev.ipam.migration;

import dev.ipam.migrate.OpenedStore;
import dev.ipam.snapshot.Change;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState.Following;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The store that follows: takes changes in batches, and knows how far it has come. */
final class Target {
  private final Authority authority;
  private final List<Change> batch = new ArrayList<>();
  private Following state;
  private long written;

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
      authority.change(state, next);
      state = next;
    }
  }

  void add(Change change) {
    batch.add(change);
    if (batch.size() == Authority.MOST_CHANGES) {
      flush();
    }
  }

  void add(Change.Step step) {
    add(new Change("", step));
  }

  void flush() {
    if (!batch.isEmpty()) {
      state = authority.apply(state, List.copyOf(batch));
      written += batch.size();
      batch.clear();
    }
  }

  /** Completes what was applied. */
  void complete() {
    flush();
    state = authority.apply(state, List.of());
  }
}
