package dev.ipam.migration;

import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;

/**
 * Changes of authority whose answer may get lost. What became of one is looked up: to take a change
 * that was made for one that was not would leave nobody who serves.
 */
final class Settled {
  private Settled() {}

  /** Changes the state, as {@link Authority#change}; fails only where it was not changed. */
  static void change(Authority authority, AuthorityState expected, AuthorityState next) {
    try {
      authority.change(expected, next);
    } catch (UnavailableException e) {
      if (e.outcome() == Outcome.NOT_APPLIED || !holds(authority, next, e)) {
        throw e;
      }
    }
  }

  private static boolean holds(Authority authority, AuthorityState next, UnavailableException why) {
    try {
      return authority.state().equals(next);
    } catch (IpamException e) {
      why.addSuppressed(e);
      return false;
    }
  }
}
