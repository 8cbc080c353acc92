package dev.ipam.conformance.rules;

import dev.ipam.net.Cidr;
import dev.ipam.request.PoolUsage;
import dev.ipam.request.QuotaUnits;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetPoolUpdate;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.SubnetPools;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Short forms for tests of subnet pools. */
final class PoolMake {
  private PoolMake() {}

  static SubnetPools pools(Bench bench) {
    return bench.part(SubnetPools.class);
  }

  static SubnetPoolRequest pool(String id, String... prefixes) {
    return SubnetPoolRequest.of(id, Stream.of(prefixes).map(Cidr::parse).toArray(Cidr[]::new));
  }

  static SubnetPoolUpdate change(String id) {
    return SubnetPoolUpdate.of(id);
  }

  static List<Cidr> cidrs(String... texts) {
    return Stream.of(texts).map(Cidr::parse).toList();
  }

  static BigInteger units(long count) {
    return BigInteger.valueOf(count);
  }

  static SubnetPool created(Bench bench, SubnetPoolRequest request) {
    return pools(bench).createPool(request);
  }

  /** A request for any block of a length. */
  static SubnetRequest block(String subnet, String pool, @Nullable Integer length) {
    return SubnetRequest.fromPool(subnet, pool, length);
  }

  /** A request for a block of a pool by its CIDR. */
  static SubnetRequest block(String subnet, String pool, String cidr) {
    return SubnetRequest.of(subnet, cidr).withPoolId(pool);
  }

  /** Cuts any block of a length, and returns it in text. */
  static String cut(Bench bench, String subnet, String pool, @Nullable Integer length) {
    Subnet made = bench.driver().createSubnet(block(subnet, pool, length));
    return made.cidr().toString();
  }

  static PoolUsage usage(Bench bench, String pool) {
    return pools(bench).poolUsage(pool);
  }

  static QuotaUnits quota(String cidr) {
    return QuotaUnits.of(Cidr.parse(cidr));
  }
}
