package dev.ipam.builtin;

import dev.ipam.builtin.store.Tables;
import dev.ipam.error.AuthorityConflictException;
import dev.ipam.error.DriverNotActiveException;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Closing;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.AuthorityState.Shadow;
import dev.ipam.spi.AuthorityState.Unused;
import dev.ipam.spi.StoreRef;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the store is the authority, judged within the batch being made. One process has the
 * store, and its batches follow one another: what is judged before a change of authority is written
 * before it, or with it.
 */
final class Fence {
  private final Tables tables;
  private final Supplier<Instant> clock;
  private final boolean rehearsing;

  Fence(Tables tables, Supplier<Instant> clock, boolean rehearsing) {
    this.tables = tables;
    this.clock = clock;
    this.rehearsing = rehearsing;
  }

  /** Returns the state that holds at the time of the batch. */
  AuthorityState state() {
    AuthorityState stored = tables.authority();
    return stored instanceof Closing ? stored.at(clock.get()) : stored;
  }

  /** Returns the same, and writes that a deadline has passed: no crash may undo what was said. */
  AuthorityState settled() {
    AuthorityState holds = state();
    if (!holds.equals(tables.authority())) {
      tables.setAuthority(holds);
    }
    return holds;
  }

  /**
   * Lets a write pass, or says what it has to wait for. That a deadline has passed is not written
   * here: were the write refused, that would be undone, and with it all that goes along.
   *
   * @return null where it may go on, else the state that it must wait to end, or that has ended and
   *     is to be settled
   * @throws DriverNotActiveException if the store is not the authority
   */
  @Nullable Closing admit() {
    AuthorityState stored = tables.authority();
    if (rehearsing) {
      if (stored instanceof Shadow) {
        return null;
      }
      throw notActive(stored);
    }
    if (stored instanceof Active) {
      return null;
    }
    if (stored instanceof Closing closing) {
      return closing;
    }
    throw notActive(stored);
  }

  /** Returns the state, where something may be imported in it. */
  AuthorityState importable() {
    AuthorityState holds = state();
    if (holds instanceof Unused || holds instanceof Loading || holds instanceof Active) {
      return holds;
    }
    throw notActive(holds);
  }

  /** Requires a state. */
  void require(AuthorityState expected) {
    AuthorityState holds = state();
    if (!holds.equals(expected)) {
      throw new AuthorityConflictException(expected.text(), holds.text());
    }
  }

  static DriverNotActiveException notActive(AuthorityState state) {
    return new DriverNotActiveException(
        BuiltinDriverProvider.NAME, state.word(), state.other().map(StoreRef::driver).orElse(null));
  }
}
