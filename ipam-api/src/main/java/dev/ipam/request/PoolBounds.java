package dev.ipam.request;

import dev.ipam.error.InvalidSubnetRequestException;
import dev.ipam.net.Cidr;
import dev.ipam.net.Cidrs;
import dev.ipam.net.IpFamily;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which subnet pools can exist, and what is filled in where a request leaves it out. */
final class PoolBounds {
  private static final int MIN_IPV4 = 8;
  private static final int MIN_IPV6 = 64;

  private PoolBounds() {}

  static SubnetPool define(
      String id,
      String project,
      List<Cidr> prefixes,
      @Nullable Integer minimum,
      @Nullable Integer maximum,
      @Nullable Integer usual,
      @Nullable BigInteger quota,
      @Nullable String scopeId,
      boolean shared) {
    IpFamily family = family(prefixes(id, prefixes));
    int shortest = minimum != null ? minimum : family == IpFamily.IPV4 ? MIN_IPV4 : MIN_IPV6;
    return new SubnetPool(
        id,
        project,
        prefixes,
        shortest,
        maximum == null ? family.bits() : maximum,
        usual == null ? shortest : usual,
        quota,
        scopeId,
        shared);
  }

  static SubnetPool update(SubnetPool pool, SubnetPoolUpdate update) {
    List<Cidr> prefixes = update.prefixes() == null ? pool.prefixes() : update.prefixes();
    if (family(prefixes(pool.id(), prefixes)) != pool.family()) {
      throw refused(pool.id(), "it is " + pool.family() + " and cannot change its family");
    }
    Boolean shared = update.shared();
    return new SubnetPool(
        pool.id(),
        pool.project(),
        prefixes,
        or(update.minPrefixLength(), pool.minPrefixLength()),
        or(update.maxPrefixLength(), pool.maxPrefixLength()),
        or(update.defaultPrefixLength(), pool.defaultPrefixLength()),
        update.quota() == null ? pool.quota() : update.quota(),
        scope(pool, update.scope()),
        shared == null ? pool.shared() : shared);
  }

  static List<Cidr> prefixes(String id, Collection<Cidr> prefixes) {
    if (prefixes.isEmpty()) {
      throw refused(id, "it has no prefix; give at least one");
    }
    List<Cidr> compact = Cidrs.compact(prefixes);
    // Ascending order puts IPv4 first, so that both ends tell whether the families are mixed.
    Cidr first = compact.get(0);
    Cidr last = compact.get(compact.size() - 1);
    if (first.family() != last.family()) {
      throw refused(
          id, "its prefixes " + first + " and " + last + " are not of one family; make two pools");
    }
    return compact;
  }

  static IpFamily family(List<Cidr> prefixes) {
    return prefixes.get(0).family();
  }

  static void check(String id, IpFamily family, int minimum, int maximum, int usual) {
    boolean ordered = 0 <= minimum && minimum <= usual && usual <= maximum;
    if (!ordered || maximum > family.bits()) {
      throw refused(
          id,
          "prefix lengths must be 0 <= minimum <= default <= maximum <= %d, but they are %d, %d, %d"
              .formatted(family.bits(), minimum, usual, maximum));
    }
  }

  static @Nullable BigInteger quota(String id, @Nullable BigInteger quota) {
    if (quota == null || quota.signum() == 0) {
      return null;
    }
    if (quota.signum() < 0) {
      throw refused(id, "quota " + quota + " is negative; give 0 for no limit");
    }
    return quota;
  }

  static InvalidSubnetRequestException refused(String id, String why) {
    return new InvalidSubnetRequestException("subnet pool \"" + id + "\"", why);
  }

  private static int or(@Nullable Integer asked, int current) {
    return asked == null ? current : asked;
  }

  private static @Nullable String scope(SubnetPool pool, @Nullable ScopeChoice choice) {
    if (choice == null) {
      return pool.scopeId();
    }
    return choice instanceof ScopeChoice.Explicit explicit ? explicit.scopeId() : null;
  }
}
