package dev.ipam.migration;

import dev.ipam.error.AuthorityConflictException;
import dev.ipam.error.MigrationRefusedException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Closing;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.AuthorityState.Shadow;
import dev.ipam.spi.AuthorityState.Unused;
import dev.ipam.spi.StoreRef;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator does with the authority of stores, apart from migrating: giving a migration up,
 * taking stale data for true on purpose, removing it.
 *
 * @since 0.1
 */
public final class Stores {
  private static final Logger LOG = LoggerFactory.getLogger(Stores.class);

  private Stores() {}

  /**
   * Gives up a migration, wherever it was cut short: the source is the authority again, the target
   * is a stale copy, or unused where it holds nothing. A shadow of the source is given up alike.
   * Doing it again is harmless.
   *
   * @param from the source
   * @param to the target
   * @return what the source is now
   * @throws MigrationRefusedException if there is no migration of these two under way
   */
  public static AuthorityState abort(OpenedStore from, OpenedStore to) {
    Authority target = to.authority();
    AuthorityState there = target.state();
    if (there instanceof Shadow shadow && shadow.of().equals(from.ref())) {
      Settled.change(target, there, new Retired(shadow.epoch(), shadow.of(), shadow.position()));
      return from.authority().state();
    }
    if (there instanceof Loading loading && loading.from().equals(from.ref())) {
      // The target first: from here on it cannot be made the authority by going on.
      Retired copy =
          new Retired(Math.max(1, loading.epoch() - 1), loading.from(), loading.position());
      Settled.change(target, loading, copy);
      there = copy;
    } else if (!isCutShort(from, to)) {
      throw new MigrationRefusedException(
          from.ref().toString(),
          to.ref().toString(),
          "none is under way: the source is "
              + from.authority().state().word()
              + ", the target "
              + there.word());
    }
    boolean retired = from.authority().state() instanceof Retired;
    AuthorityState again = servesAgain(from, to);
    if (!retired && Records.isEmpty(to)) {
      Settled.change(target, there, new Unused());
    }
    return again;
  }

  /**
   * Tells whether giving a migration up was itself cut short, or met the migration's last step: the
   * target has retired for the source, in the epoch in which the source has retired or is closing
   * for the target.
   *
   * @param from the source of the migration
   * @param to its target
   * @return whether {@link #abort} makes the source the authority again
   */
  public static boolean isCutShort(OpenedStore from, OpenedStore to) {
    AuthorityState source = from.authority().state();
    boolean leaving = source instanceof Retired || source instanceof Closing;
    return leaving
        && source.other().equals(Optional.of(to.ref()))
        && to.authority().state() instanceof Retired copy
        && copy.successor().equals(from.ref())
        && copy.epoch() == source.epoch();
  }

  /** Has the source serve again, whatever a migration that is still running does meanwhile. */
  private static AuthorityState servesAgain(OpenedStore from, OpenedStore to) {
    Authority source = from.authority();
    while (true) {
      AuthorityState here = source.state();
      Active again;
      if (here instanceof Closing closing && closing.successor().equals(to.ref())) {
        again = new Active(closing.epoch());
      } else if (here instanceof Retired retired && retired.successor().equals(to.ref())) {
        again = new Active(retired.epoch() + 2);
      } else {
        return here;
      }
      try {
        Settled.change(source, here, again);
        return again;
      } catch (AuthorityConflictException e) {
        LOG.debug("the migration went a step on: {}", e.getMessage());
      }
    }
  }

  /**
   * Makes a store the authority whatever it is, without looking at any other: for when the store
   * that took over is lost, or a backup was restored. What was written elsewhere since is lost.
   *
   * @param store the store
   * @return what it is now
   */
  public static Active adopt(OpenedStore store) {
    Authority authority = store.authority();
    AuthorityState now = authority.state();
    if (now instanceof Active active) {
      return active;
    }
    Active next = new Active(now.epoch() + 2);
    LOG.warn(
        "The store {} is made the authority by force; it was {}. What other stores were told since"
            + " is not in it.",
        store.ref(),
        now.text());
    authority.change(now, next);
    return next;
  }

  /**
   * Removes everything that a store holds which is not the authority; it is unused afterwards. What
   * was cut short is gone on with when asked for again.
   *
   * @param store the store
   * @param listener is told how it goes
   * @return how many scopes, pools and subnets were removed
   * @throws MigrationRefusedException if the store is the authority, or is being filled
   */
  public static long purge(OpenedStore store, MigrationListener listener) {
    Authority authority = store.authority();
    AuthorityState now = authority.state();
    StoreRef self = store.ref();
    boolean purging = now instanceof Loading loading && loading.from().equals(self);
    if (!purging && !(now instanceof Retired) && !(now instanceof Unused)) {
      throw new MigrationRefusedException(
          self.toString(),
          self.toString(),
          "a store that is " + now.word() + " is not purged, only one that is retired or unused");
    }
    Loading emptying = new Loading(self, Math.max(1, now.epoch()), null);
    if (!purging) {
      authority.change(now, emptying);
    }
    Target target = new Target(store, emptying);
    long removed = Emptying.run(store, target, listener);
    authority.change(target.state(), new Unused());
    return removed;
  }
}
