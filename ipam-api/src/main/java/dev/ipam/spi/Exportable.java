package dev.ipam.spi;

import dev.ipam.snapshot.SnapshotRecord;
import java.util.stream.Stream;

/**
 * Export of all that a store holds, and import into an empty one ({@link Capability#EXPORT}).
 *
 * @since 0.1
 */
public interface Exportable {
  /**
   * Returns everything that the store holds as of one moment, in the order that {@link
   * SnapshotRecord} defines, in bounded memory. Writing goes on meanwhile. Using the stream after
   * it was closed throws.
   *
   * <p>Rests that have ended by the driver's clock are no part of it, unless the present pass still
   * holds them against their addresses.
   *
   * @return a stream, which must be closed
   * @ipam.rule 7.11..7.14 7.27
   */
  Stream<SnapshotRecord> export();

  /**
   * Begins an import into this store, which must hold nothing: no subnet, pool or scope. Where it
   * records its authority, it must be unused, loading or active, and stay so until the commit; the
   * import leaves the authority as it is.
   *
   * <p>Reads go on and see the empty store until the import is committed.
   *
   * @return the session, which must be closed
   * @throws dev.ipam.error.StoreNotEmptyException if the store holds something
   * @throws dev.ipam.error.DriverNotActiveException if the store is closing, retired or a shadow,
   *     or an import is under way
   * @ipam.rule 7.14..7.21
   */
  ImportSession beginImport();
}
