package dev.ipam.reference;

import dev.ipam.error.AuthorityConflictException;
import dev.ipam.error.DriverNotActiveException;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.StoreRef;

/**
 * Whether the store is the authority, judged within the transaction. The state is in the row that
 * every writing transaction reads first and replaces last: so no write that was judged by one state
 * is committed after a change to another, on whichever server.
 *
 * @ipam.rule 7.03..7.08
 */
final class Fence {
  private final Session session;
  private final boolean rehearsing;
  private AuthorityState stored = new AuthorityState.Unused();
  private boolean rehearsal;

  Fence(Session session, boolean rehearsing) {
    this.session = session;
    this.rehearsing = rehearsing;
  }

  /** Takes what the row of the store says. */
  void begin(String text) {
    rehearsal = false;
    try {
      stored = AuthorityState.parse(text);
    } catch (IllegalArgumentException e) {
      throw new StoreCorruptException(
          "the database", "table ipam_store", "its authority cannot be read");
    }
  }

  /** What is to be written. */
  AuthorityState stored() {
    return stored;
  }

  /** The state that holds at the time of the transaction. */
  AuthorityState state() {
    // Only the end of a closing depends on the time, which counts as shown once it was asked for.
    return stored instanceof AuthorityState.Closing ? stored.at(session.now()) : stored;
  }

  /** The same, and writes that a deadline has passed: no crash may undo what was said. */
  AuthorityState settled() {
    AuthorityState holds = state();
    if (!holds.equals(stored)) {
      set(holds);
    }
    return holds;
  }

  /** Whether the transaction is of operations, and not of what a leader tells. */
  boolean operates() {
    return rehearsal || state() instanceof AuthorityState.Active;
  }

  private void set(AuthorityState next) {
    stored = next;
    session.notes().silent();
  }

  /** Lets a write pass, or makes it wait while the store is closing. */
  void admit() {
    AuthorityState holds = settled();
    if (rehearsing) {
      if (holds instanceof AuthorityState.Shadow) {
        rehearsal = true;
        return;
      }
      throw notActive(holds);
    }
    if (holds instanceof AuthorityState.Active) {
      return;
    }
    if (holds instanceof AuthorityState.Closing) {
      throw new Waiting("it is closing", false);
    }
    throw notActive(holds);
  }

  /** Returns the state, where something may be imported in it. */
  AuthorityState importable() {
    AuthorityState holds = settled();
    if (holds instanceof AuthorityState.Unused
        || holds instanceof AuthorityState.Loading
        || holds instanceof AuthorityState.Active) {
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

  /** Changes the state, if it is what is expected. */
  void change(AuthorityState expected, AuthorityState next) {
    require(expected);
    if (expected instanceof AuthorityState.Active && !(next instanceof AuthorityState.Active)) {
      SubnetHolds.checkNoneOpen(session);
    }
    if (expected instanceof AuthorityState.Following
        && !(next instanceof AuthorityState.Following)) {
      new Replica(session).end();
    }
    set(next);
  }

  /** Notes how far a store has followed. */
  void reach(AuthorityState.Following reached) {
    set(reached);
  }

  static DriverNotActiveException notActive(AuthorityState state) {
    return new DriverNotActiveException(
        ReferenceDriverProvider.NAME,
        state.word(),
        state.other().map(StoreRef::driver).orElse(null));
  }
}
