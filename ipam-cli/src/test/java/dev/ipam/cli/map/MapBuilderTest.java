package dev.ipam.cli.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Whatever a subnet holds, its map says how much of it is where. */
class MapBuilderTest {
  private static Subnet subnet(Cidr cidr, Random random) {
    SubnetRequest request = SubnetRequest.of("s", cidr);
    if (random.nextBoolean() || cidr.prefixLength() > cidr.family().bits() - 4) {
      return Subnet.of((SpecificSubnetRequest) request);
    }
    List<AddressRange> pools = new ArrayList<>();
    IpAddress first = cidr.first().plus(2);
    pools.add(new AddressRange(first, first.plus(random.nextInt(4))));
    IpAddress last = somewhere(cidr, random);
    if (last.compareTo(first.plus(5)) > 0 && !last.equals(cidr.last())) {
      pools.add(new AddressRange(first.plus(5), last));
    }
    return Subnet.of((SpecificSubnetRequest) request.withPools(PoolsChoice.of(pools)));
  }

  private static IpAddress somewhere(Cidr cidr, Random random) {
    int bits = cidr.family().bits() - cidr.prefixLength();
    // Clusters are what large subnets are like: a few high bits, then a run of low ones.
    BigInteger offset = new BigInteger(bits, random);
    if (random.nextInt(3) > 0 && bits > 10) {
      offset =
          BigInteger.valueOf(random.nextInt(3))
              .shiftLeft(bits - 2)
              .add(BigInteger.valueOf(random.nextInt(200)));
    }
    return IpAddress.ofBigInteger(cidr.family(), cidr.first().toBigInteger().add(offset));
  }

  @Property(tries = 400)
  void everyAddressIsCountedOnceWhereItIs(
      @ForAll boolean v6, @ForAll @IntRange(max = 128) int length, @ForAll long seed) {
    Random random = new Random(seed);
    IpFamily family = v6 ? IpFamily.IPV6 : IpFamily.IPV4;
    int prefix = Math.min(length, family.bits());
    IpAddress any = IpAddress.ofBigInteger(family, new BigInteger(family.bits(), random));
    Subnet subnet = subnet(Cidr.containing(any, prefix), random);
    TreeMap<IpAddress, Boolean> held = new TreeMap<>();
    for (int i = random.nextInt(600); i > 0; i--) {
      held.put(somewhere(subnet.cidr(), random), random.nextInt(4) == 0);
    }
    MapBuilder builder = new MapBuilder(subnet, BigInteger.ZERO);
    held.forEach((address, rests) -> builder.add(new Held(address, rests)));
    SubnetMap map = builder.build();

    assertThat(map.parts().stream().filter(part -> !part.cells().isEmpty()))
        .hasSizeLessThanOrEqualTo(MapBuilder.MOST_ROWS);
    BigInteger next = subnet.cidr().first().toBigInteger();
    for (MapRun run : map.runs()) {
      assertThat(run.range().first().toBigInteger()).isEqualTo(next);
      next = run.range().last().toBigInteger().add(BigInteger.ONE);
      check(run, subnet, held, map.cellSize().equals(BigInteger.ONE));
    }
    assertThat(next).isEqualTo(subnet.cidr().last().toBigInteger().add(BigInteger.ONE));
  }

  private static void check(
      MapRun run, Subnet subnet, NavigableMap<IpAddress, Boolean> held, boolean single) {
    long taken = 0;
    long outside = 0;
    long resting = 0;
    for (var each : held.subMap(run.range().first(), true, run.range().last(), true).entrySet()) {
      boolean inPools = subnet.pools().stream().anyMatch(pool -> pool.contains(each.getKey()));
      taken += inPools && !each.getValue() ? 1 : 0;
      resting += inPools && each.getValue() ? 1 : 0;
      outside += !inPools && !each.getValue() ? 1 : 0;
    }
    assertThat(run.taken()).isEqualTo(taken);
    assertThat(run.resting()).isEqualTo(resting);
    assertThat(run.takenOutside()).isEqualTo(outside);
    BigInteger pooled =
        subnet.pools().stream()
            .map(pool -> common(pool, run.range()))
            .reduce(BigInteger.ZERO, BigInteger::add);
    assertThat(run.inPools()).isEqualTo(pooled);
    boolean gateway = subnet.gateway() != null && run.range().contains(subnet.gateway());
    assertThat(run.gateway() != null).isEqualTo(gateway);
    if (single && !gateway) {
      BigInteger all = run.range().size();
      switch (run.state()) {
        case TAKEN -> assertThat(run.taken()).isEqualTo(all);
        case RESTING -> assertThat(run.resting()).isEqualTo(all);
        case TAKEN_OUTSIDE_POOLS -> assertThat(run.takenOutside()).isEqualTo(all);
        case OUTSIDE_POOLS -> assertThat(run.inPools()).isZero();
        default -> assertThat(run.state()).isEqualTo(CellState.FREE);
      }
    }
  }

  private static BigInteger common(AddressRange one, AddressRange other) {
    Comparator<IpAddress> order = Comparator.naturalOrder();
    IpAddress first = order.compare(one.first(), other.first()) > 0 ? one.first() : other.first();
    IpAddress last = order.compare(one.last(), other.last()) < 0 ? one.last() : other.last();
    return first.compareTo(last) > 0 ? BigInteger.ZERO : new AddressRange(first, last).size();
  }

  @Test
  void aFullSlashEightIsAPictureOfAThousandCells() {
    Cidr cidr = Cidr.parse("10.0.0.0/8");
    MapBuilder builder = new MapBuilder(subnet(cidr, new Random(1)), BigInteger.ZERO);
    IpAddress at = cidr.first().plus(2);
    Set<CellState> states = new HashSet<>();
    for (int i = 2; i < (1 << 24) - 1; i++, at = at.plus(1)) {
      builder.add(new Held(at, false));
    }
    SubnetMap map = builder.build();
    map.parts().forEach(part -> part.cells().forEach(cell -> states.add(cell.state())));

    assertThat(map.parts()).hasSize(MapBuilder.MOST_ROWS);
    assertThat(map.cellSize()).isEqualTo(1 << 14);
    assertThat(states).containsExactly(CellState.FULL);
  }
}
