package dev.ipam.migration;

import dev.ipam.error.ChangesNotKeptException;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.AuthorityState.Shadow;
import dev.ipam.spi.AuthorityState.Unused;
import dev.ipam.spi.Capability;
import dev.ipam.spi.ChangeFeed;
import org.jspecify.annotations.Nullable;

/** Makes the target one that this migration fills, by compare-and-set; refuses any other's. */
final class Claim {
  private final Migration migration;

  Claim(Migration migration) {
    this.migration = migration;
  }

  Loading claim(Active active, AuthorityState there) {
    Authority destination = migration.to.authority();
    Loading next = new Loading(migration.from.ref(), active.epoch() + 1, position(active, there));
    if (!next.equals(there)) {
      migration.listener.step("Claiming " + migration.to.ref() + ".");
      Settled.change(destination, there, next);
    }
    return next;
  }

  /** Up to where the target has everything, or null; refuses a target that is no one's to fill. */
  @Nullable String position(Active active, AuthorityState there) {
    if (there instanceof Unused) {
      if (!Records.isEmpty(migration.to)) {
        throw migration.refused(
            "the target is in no use but holds data; purge it first, or name another");
      }
      return null;
    }
    if (there instanceof Loading loading) {
      if (!loading.from().equals(migration.from.ref())) {
        throw migration.refused(
            "the target is being filled from " + loading.from() + "; abort that first");
      }
      return loading.epoch() == active.epoch() + 1 ? kept(loading.position()) : null;
    }
    if (there instanceof Retired retired && retired.epoch() <= active.epoch()) {
      return retired.successor().equals(migration.from.ref()) ? kept(retired.position()) : null;
    }
    if (there instanceof Shadow shadow && shadow.epoch() <= active.epoch()) {
      return shadow.of().equals(migration.from.ref()) ? kept(shadow.position()) : null;
    }
    throw migration.refused(
        "the target has a life of its own (it is " + there.word() + "); name another");
  }

  /** A position that the source does not keep any more is none. */
  private @Nullable String kept(@Nullable String position) {
    if (position == null || !migration.from.driver().capabilities().contains(Capability.CHANGES)) {
      return null;
    }
    ChangeFeed feed =
        migration
            .from
            .driver()
            .extension(ChangeFeed.class)
            .orElseThrow(Capability.CHANGES::missing);
    try {
      feed.changes(position).close();
      return position;
    } catch (ChangesNotKeptException e) {
      migration.listener.step("What changed since is not kept any more.");
      return null;
    }
  }
}
