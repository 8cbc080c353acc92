package dev.ipam.conformance.vectors;

import dev.ipam.net.AddressRange;
import dev.ipam.net.AllocationPools;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pools of a subnet for which none were given. */
final class GeneratedPools {
  private GeneratedPools() {}

  static ValueOperation generate() {
    return new ValueOperation(
        "2.19..2.24",
        input ->
            AllocationPools.generate(
                Cidr.parse(input.get("cidr").text()), SubnetFacts.address(input, "gateway")),
        ok -> SubnetFacts.pools(ok.get("pools")),
        SubnetFaults::ofRequest,
        List.of(
            new Departure(
                "a CIDR with host bits",
                "1.11 (B8)",
                2,
                input -> SubnetFaults.ofRequest(input).contains("HostBitsSet"),
                input -> Answer.refused("HostBitsSet"))));
  }

  /** The generated pools, from numbers. */
  static List<AddressRange> expected(Json input) {
    return expected(Block.of(input.get("cidr").text()), SubnetFacts.address(input, "gateway"));
  }

  static List<AddressRange> expected(Block block, @Nullable IpAddress gateway) {
    BigInteger first = block.first();
    BigInteger last = block.last();
    if (block.isReserved(IpAddress.ofBigInteger(block.family(), first))) {
      first = first.add(BigInteger.ONE);
    }
    if (block.isReserved(IpAddress.ofBigInteger(block.family(), last))) {
      last = last.subtract(BigInteger.ONE);
    }
    List<AddressRange> pools = new ArrayList<>();
    boolean alone = block.first().equals(block.last());
    if (gateway == null || alone || !block.contains(gateway)) {
      add(pools, block.family(), first, last);
    } else {
      BigInteger hole = gateway.toBigInteger();
      add(pools, block.family(), first, last.min(hole.subtract(BigInteger.ONE)));
      add(pools, block.family(), first.max(hole.add(BigInteger.ONE)), last);
    }
    return pools;
  }

  private static void add(
      List<AddressRange> pools, IpFamily family, BigInteger first, BigInteger last) {
    if (first.compareTo(last) <= 0) {
      pools.add(
          new AddressRange(
              IpAddress.ofBigInteger(family, first), IpAddress.ofBigInteger(family, last)));
    }
  }
}
