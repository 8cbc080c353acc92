package dev.ipam.cli.plan;

import dev.ipam.Ipam;
import dev.ipam.error.NoPrefixAvailableException;
import dev.ipam.error.RequestedPrefixUnavailableException;
import dev.ipam.error.SubnetPoolInUseException;
import dev.ipam.net.Cidr;
import dev.ipam.net.Cidrs;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.QuotaUnits;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The space of subnet pools while a plan is thought through: what its subnets would get, one after
 * the other, and whether they would get anything.
 */
final class PoolSpaces {
  private static final Comparator<Cidr> SMALLEST_FIRST =
      Comparator.comparingInt((Cidr block) -> -block.prefixLength())
          .thenComparing(Comparator.naturalOrder());

  private final Ipam ipam;
  private final Map<String, SubnetPool> planned = new HashMap<>();
  private final Map<String, Space> spaces = new HashMap<>();
  private @Nullable Map<String, List<Subnet>> existing;

  /** The free blocks of a pool, and what the projects hold of it. */
  private static final class Space {
    private final SubnetPool pool;
    private final TreeSet<Cidr> free = new TreeSet<>(SMALLEST_FIRST);
    private final Map<String, QuotaUnits> used = new HashMap<>();

    Space(SubnetPool pool, List<Subnet> subnets) {
      this.pool = pool;
      free.addAll(Cidrs.subtract(pool.prefixes(), subnets.stream().map(Subnet::cidr).toList()));
      subnets.forEach(this::count);
    }

    void count(Subnet subnet) {
      used.merge(subnet.project(), QuotaUnits.of(subnet.cidr()), QuotaUnits::plus);
    }

    Subnet grant(SubnetRequest request) {
      Subnet subnet =
          request instanceof AnySubnetRequest any
              ? any(any)
              : specific((SpecificSubnetRequest) request);
      Cidr block = around(subnet.cidr());
      if (block != null) {
        free.remove(block);
        free.addAll(Cidrs.subtract(List.of(block), List.of(subnet.cidr())));
      }
      count(subnet);
      return subnet;
    }

    private Subnet any(AnySubnetRequest request) {
      int length = pool.prefixLengthFor(request);
      checkQuota(request, length);
      IpAddress lowest =
          pool.family() == IpFamily.IPV4 ? IpAddress.ofIpv4(0) : IpAddress.ofIpv6(0, 0);
      Cidr block = free.ceiling(new Cidr(lowest, length));
      if (block == null) {
        throw new NoPrefixAvailableException(pool.id(), length);
      }
      return Subnet.of(request, new Cidr(block.network(), length));
    }

    private Subnet specific(SpecificSubnetRequest request) {
      pool.check(request);
      checkQuota(request, request.cidr().prefixLength());
      if (around(request.cidr()) == null) {
        throw new RequestedPrefixUnavailableException(pool.id(), request.cidr().toString());
      }
      return Subnet.of(request);
    }

    private void checkQuota(SubnetRequest request, int length) {
      QuotaUnits held = used.getOrDefault(request.project(), QuotaUnits.ZERO);
      pool.checkQuota(request.project(), held, length);
    }

    private @Nullable Cidr around(Cidr block) {
      for (int length = block.prefixLength(); length >= 0; length--) {
        Cidr larger = Cidr.containing(block.network(), length);
        if (free.contains(larger)) {
          return larger;
        }
      }
      return null;
    }
  }

  PoolSpaces(Ipam ipam) {
    this.ipam = ipam;
  }

  /** Notes a pool as it will be. */
  void plan(SubnetPool pool) {
    planned.put(pool.id(), pool);
  }

  /**
   * Grants a request from a pool; the next one finds the rest.
   *
   * @throws dev.ipam.error.IpamException if the pool would refuse it
   */
  Subnet grant(String poolId, SubnetRequest request) {
    return spaces.computeIfAbsent(poolId, this::space).grant(request);
  }

  private Space space(String poolId) {
    SubnetPool pool = planned.get(poolId);
    return new Space(
        pool == null ? ipam.subnetPools().pool(poolId) : pool,
        existing().getOrDefault(poolId, List.of()));
  }

  /**
   * Checks that a pool may drop prefixes.
   *
   * @throws SubnetPoolInUseException if a subnet is there
   */
  void checkDropped(SubnetPool before, SubnetPool after) {
    for (Cidr dropped : Cidrs.subtract(before.prefixes(), after.prefixes())) {
      for (Subnet subnet : existing().getOrDefault(before.id(), List.of())) {
        if (subnet.cidr().overlaps(dropped)) {
          throw SubnetPoolInUseException.drop(
              before.id(), dropped.toString(), subnet.id(), subnet.cidr().toString());
        }
      }
    }
  }

  private Map<String, List<Subnet>> existing() {
    Map<String, List<Subnet>> known = existing;
    if (known == null) {
      known = new HashMap<>();
      try (Stream<Subnet> subnets = ipam.subnets()) {
        for (Subnet subnet : (Iterable<Subnet>) subnets::iterator) {
          if (subnet.poolId() != null) {
            known.computeIfAbsent(subnet.poolId(), id -> new ArrayList<>()).add(subnet);
          }
        }
      }
      existing = known;
    }
    return known;
  }
}
