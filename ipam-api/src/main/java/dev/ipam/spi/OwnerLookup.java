package dev.ipam.spi;

import dev.ipam.request.Allocation;
import java.util.List;
import java.util.stream.Stream;

/**
 * Look-ups and releases by owner ({@link Capability#OWNERS}).
 *
 * @since 0.1
 */
public interface OwnerLookup {
  /**
   * Returns everything that an owner holds, ordered by subnet id and address, as of one moment.
   *
   * @param owner the owner
   * @return a stream, which must be closed
   * @ipam.rule 3.55..3.67
   */
  Stream<Allocation> allocationsOf(String owner);

  /**
   * Releases everything that an owner holds, atomically.
   *
   * @param owner the owner
   * @return what was released, ordered by subnet id and address
   * @ipam.rule 3.55..3.67
   */
  List<Allocation> releaseOwner(String owner);
}
