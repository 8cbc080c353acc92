package dev.ipam.migrate;

import java.time.Clock;
import java.util.function.Function;

/**
 * Moves the authority, with all data, from one store to another. {@link java.util.ServiceLoader}
 * finds it: the module {@code ipam-migration} provides it, and who embeds the library without that
 * module cannot migrate.
 *
 * @since 0.1
 */
public interface Migrator {
  /**
   * Migrates, or goes on with a migration of these two stores that was cut short. When it returns,
   * the target is the authority and the source is retired. When it throws, the source is the
   * authority still, or the migration can be gone on with; never are both.
   *
   * @param from the store that is the authority
   * @param to the store that shall be it
   * @param options how to go about it
   * @param listener is told how it goes
   * @return what was done
   * @throws dev.ipam.error.MigrationRefusedException if data would be lost, if the target has a
   *     life of its own, if the two differ at the end, or if it could not hand over in time
   * @throws dev.ipam.error.AuthorityConflictException if somebody else changes the authority
   * @throws dev.ipam.error.IpamException whatever the drivers throw
   */
  MigrationReport migrate(
      OpenedStore from, OpenedStore to, MigrationOptions options, MigrationListener listener);

  /**
   * Begins to rehearse with a shadow, in a thread of its own: what goes wrong with it is told by
   * its status and in the log, and thrown to nobody.
   *
   * @param active the store that is the authority and serves
   * @param driver the name of the shadow's driver
   * @param opening opens the shadow's store for rehearsing, with the clock that it is given; called
   *     in the shadow's thread
   * @param clock the clock of the driver that serves
   * @return the rehearsal, to be closed before the driver that serves
   * @throws dev.ipam.error.UnsupportedException if the driver that serves lacks a capability that
   *     it takes to be followed
   */
  Shadowing shadow(
      OpenedStore active, String driver, Function<Clock, OpenedStore> opening, Clock clock);
}
