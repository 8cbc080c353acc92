package dev.ipam.spi;

import dev.ipam.error.AuthorityConflictException;
import dev.ipam.snapshot.Change;
import java.time.Instant;
import java.util.List;

/**
 * The record, in a store, of whether it is the authority, and the fence that goes with it ({@link
 * Capability#AUTHORITY}). It lets the library move the authority from one store to another while
 * exactly one of them gives out addresses.
 *
 * <p><b>The fence.</b> Every operation of the driver that writes takes effect only while the store
 * is {@link AuthorityState.Active}; otherwise it fails with {@link
 * dev.ipam.error.DriverNotActiveException}. While it is {@link AuthorityState.Closing}, writes wait
 * until the state changes or the deadline passes, and are then judged by the state that holds. Once
 * {@link #change} has returned from a change that ends {@code Active}, no write takes effect,
 * however long it has been in flight, in whatever process: every writing transaction carries
 * something that conflicts with the change in the store itself. Reading the state first is not
 * enough. Reads are answered in every state.
 *
 * <p><b>Writes to a store that is not active.</b> {@link #apply}, for a store that follows another
 * one, and {@link Exportable#beginImport}, for one that is unused, loading or active and holds
 * nothing; nothing else.
 *
 * <p><b>What a driver does.</b> It keeps one row with {@link AuthorityState#text}; {@link #change}
 * replaces the row where it is the expected one; {@link AuthorityState#at(Instant)} tells what a
 * closing row means when its deadline has passed. Which change may follow which is the migration's
 * affair.
 *
 * @ipam.rule 7.01..7.10
 * @since 0.1
 */
public interface Authority {
  /** The most changes that {@link #apply} takes at once. */
  int MOST_CHANGES = 1_000;

  /**
   * Returns the state that holds now; a closing store whose deadline has passed is active.
   *
   * @return the state, never one that a crash could undo
   * @ipam.rule 7.02 7.05 7.10
   */
  AuthorityState state();

  /**
   * Returns the store's time, by which deadlines are judged: of a shared store, that of the store
   * and not of this process.
   *
   * @return the time
   */
  Instant now();

  /**
   * Changes the state, if it is the expected one, durably and in one step. A closing store whose
   * deadline has passed is active: a change that expects it to be closing fails.
   *
   * @param expected the state that must hold now
   * @param next the state to come
   * @throws dev.ipam.error.AuthorityConflictException if another state holds; nothing is changed
   * @throws dev.ipam.error.UnavailableException if the store fails; where the outcome is unknown,
   *     {@link #state} tells
   * @ipam.rule 7.03 7.07 7.10
   */
  void change(AuthorityState expected, AuthorityState next);

  /**
   * Applies changes of the leader's to this store, which follows it, in one step with its new
   * position: that of the last change, where there is one and the store had a position before. A
   * store without a position keeps none.
   *
   * <p>The changes are applied in order, as {@link Change.Step} says. One that says something that
   * the store has already changes nothing. What they lead to is consistent when all of the leader's
   * stream has been applied; until then, a subnet may name a pool that it overlaps or that is no
   * longer there, and a key may stand for allocations that are still to come. The token mark only
   * rises.
   *
   * @param expected the state that must hold now
   * @param changes the next changes, no more than {@value #MOST_CHANGES}; none tells whether the
   *     state still holds
   * @return the state after it
   * @throws dev.ipam.error.AuthorityConflictException if another state holds; nothing is changed
   * @throws dev.ipam.error.InvalidDumpException if a change can be none of a store: one of a subnet
   *     that is not there, for example; nothing is changed
   * @throws dev.ipam.error.UnavailableException if the store fails; where the outcome is unknown,
   *     applying them again is harmless
   * @ipam.rule 7.06 7.22
   */
  AuthorityState.Following apply(AuthorityState.Following expected, List<Change> changes);

  /**
   * Tells whether other processes may be using the store now, so that a migration must not begin
   * without being asked for.
   *
   * @return {@code false} only where it is certain that there is none
   */
  default boolean mayHaveOtherClients() {
    return true;
  }

  /**
   * Tells whether the fence is in the store itself, so that it holds for every process, as rule
   * 7.08 demands of a driver. The library keeps a lesser one for drivers without {@link
   * Capability#AUTHORITY}; nothing is migrated live to or from those.
   *
   * @return whether it is
   */
  default boolean isFenceInTheStore() {
    return true;
  }

  /**
   * Makes a driver's store the first authority, active in epoch 1, where it is unused and nobody
   * else is the authority, which only the caller can know. A store in any other state, and one that
   * records no authority, stays as it is.
   *
   * @param driver an opened driver
   * @throws dev.ipam.error.UnavailableException if the store fails
   */
  static void activateUnused(IpamDriver driver) {
    Authority authority = driver.extension(Authority.class).orElse(null);
    if (authority == null || !driver.capabilities().contains(Capability.AUTHORITY)) {
      return;
    }
    AuthorityState state = authority.state();
    if (state instanceof AuthorityState.Unused) {
      try {
        authority.change(state, new AuthorityState.Active(1));
      } catch (AuthorityConflictException e) {
        // Another process was first; what the store is now, each write is told.
        return;
      }
    }
  }
}
