package dev.ipam.builtin.prefix;

import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The prefixes of all subnet pools of an address scope, which are disjoint. A check costs two
 * look-ups in an ordered map. Not safe for use by several threads.
 *
 * @ipam.rule 5.33 5.35
 */
public final class ScopeSpace {
  /**
   * A prefix of a pool.
   *
   * @param prefix the prefix
   * @param poolId the pool
   */
  public record Claim(Cidr prefix, String poolId) {}

  private final TreeMap<IpAddress, Claim> claims = new TreeMap<>();

  /**
   * Finds who has some of a block.
   *
   * @param block the block
   * @return a prefix that overlaps it, or null where none does
   */
  public @Nullable Claim overlapping(Cidr block) {
    Map.Entry<IpAddress, Claim> before = claims.floorEntry(block.first());
    if (before != null && before.getValue().prefix().overlaps(block)) {
      return before.getValue();
    }
    Map.Entry<IpAddress, Claim> after = claims.higherEntry(block.first());
    if (after != null && after.getValue().prefix().overlaps(block)) {
      return after.getValue();
    }
    return null;
  }

  /**
   * Tells whether a block overlaps a prefix.
   *
   * @param block the block
   * @return whether one does
   */
  public boolean overlaps(Cidr block) {
    return overlapping(block) != null;
  }

  /**
   * Adds prefixes of a pool.
   *
   * @param poolId the pool
   * @param prefixes prefixes that overlap none that is there
   * @throws IllegalStateException if one overlaps
   */
  public void add(String poolId, Collection<Cidr> prefixes) {
    for (Cidr prefix : prefixes) {
      Claim other = overlapping(prefix);
      if (other != null) {
        throw new IllegalStateException(
            prefix
                + " of pool "
                + poolId
                + " overlaps "
                + other.prefix()
                + " of "
                + other.poolId());
      }
      claims.put(prefix.first(), new Claim(prefix, poolId));
    }
  }

  /**
   * Takes prefixes of a pool away.
   *
   * @param prefixes prefixes that were added
   */
  public void remove(Collection<Cidr> prefixes) {
    prefixes.forEach(prefix -> claims.remove(prefix.first()));
  }
}
