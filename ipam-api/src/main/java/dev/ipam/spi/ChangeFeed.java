package dev.ipam.spi;

import dev.ipam.snapshot.Change;
import java.util.stream.Stream;

/**
 * What changed in a store since a position ({@link Capability#CHANGES}). Changes are in the order
 * in which they were committed, and kept as far back as the driver is configured to.
 *
 * <p>A follower reads the position first, then copies, and then applies the changes since.
 *
 * @ipam.rule 7.22..7.24
 * @since 0.1
 */
public interface ChangeFeed {
  /**
   * Returns the present position: whatever is committed from now on comes after it.
   *
   * @return the position, opaque; it means something in this store only
   */
  String position();

  /**
   * Returns what changed since a position, up to now, in bounded memory. Writing goes on meanwhile.
   *
   * <p>A follower may stop anywhere and go on later at the position of the last change that it has
   * applied; its state is one that the store had when it has applied all of a stream.
   *
   * @param position a position of this store
   * @return a stream, which must be closed; empty where nothing changed
   * @throws dev.ipam.error.ChangesNotKeptException if what changed since is not kept, or it is no
   *     position of this store
   */
  Stream<Change> changes(String position);
}
