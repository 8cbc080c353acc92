package dev.ipam.migrate;

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
}
