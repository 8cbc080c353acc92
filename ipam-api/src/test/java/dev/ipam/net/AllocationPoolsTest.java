package dev.ipam.net;

import static dev.ipam.net.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Domain(NetArbitraries.class)
@Domain(DomainContext.Global.class)
final class AllocationPoolsTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/24, , 10.0.0.1-10.0.0.254",
    "10.0.0.0/24, 10.0.0.1, 10.0.0.2-10.0.0.254",
    "10.0.0.0/24, 10.0.0.254, 10.0.0.1-10.0.0.253",
    "10.0.0.0/24, 10.0.0.9, 10.0.0.1-10.0.0.8 10.0.0.10-10.0.0.254",
    "10.0.0.0/24, 10.0.0.0, 10.0.0.1-10.0.0.254",
    "10.0.0.0/24, 10.0.0.255, 10.0.0.1-10.0.0.254",
    "10.0.0.0/24, 10.0.1.0, 10.0.0.1-10.0.0.254",
    "10.0.0.0/24, 9.255.255.255, 10.0.0.1-10.0.0.254",
    "0.0.0.0/0, , 0.0.0.1-255.255.255.254",
    "0.0.0.0/0, 0.0.0.0, 0.0.0.1-255.255.255.254",
    "10.0.0.4/30, , 10.0.0.5-10.0.0.6",
    "10.0.0.4/30, 10.0.0.5, 10.0.0.6-10.0.0.6",
    "10.0.0.4/31, , 10.0.0.4-10.0.0.5",
    "10.0.0.4/31, 10.0.0.4, 10.0.0.5-10.0.0.5",
    "10.0.0.4/31, 10.0.0.5, 10.0.0.4-10.0.0.4",
    "255.255.255.254/31, 255.255.255.253, 255.255.255.254-255.255.255.255",
    "10.0.0.4/32, , 10.0.0.4-10.0.0.4",
    "10.0.0.4/32, 10.0.0.4, 10.0.0.4-10.0.0.4",
    "0.0.0.0/32, 0.0.0.0, 0.0.0.0-0.0.0.0",
    "255.255.255.255/32, , 255.255.255.255-255.255.255.255",
    "2001:db8::/64, , 2001:db8::1-2001:db8::ffff:ffff:ffff:ffff",
    "2001:db8::/64, 2001:db8::, 2001:db8::1-2001:db8::ffff:ffff:ffff:ffff",
    "2001:db8::/64, 2001:db8::1, 2001:db8::2-2001:db8::ffff:ffff:ffff:ffff",
    "2001:db8::/64, fe80::1, 2001:db8::1-2001:db8::ffff:ffff:ffff:ffff",
    "::/0, , ::1-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "::/126, ::2, ::1-::1 ::3-::3",
    "::/127, , ::1-::1",
    "::/127, ::, ::1-::1",
    "::/127, ::1, ''",
    "::/128, , ::-::",
    "::1/128, ::1, ::1-::1",
  })
  void generatedPoolsAreEveryUsableAddressButTheGateway(
      String subnet, @Nullable String gateway, String pools) {
    assertThat(AllocationPools.generate(Cidr.parse(subnet), address(gateway)))
        .isEqualTo(ranges(pools));
  }

  @Test
  void generatingRefusesAGatewayOfTheOtherFamily() {
    refused(
        "FamilyMismatch",
        "gateway fe80::1 is IPv6 but subnet 10.0.0.0/24 is IPv4: give a gateway of the subnet's"
            + " family",
        () -> AllocationPools.generate(Cidr.parse("10.0.0.0/24"), IpAddress.parse("fe80::1")));
    refused(
        "FamilyMismatch",
        () -> AllocationPools.generate(Cidr.parse("::1/128"), IpAddress.parse("0.0.0.1")));
  }

  @Test
  void givenPoolsAreSortedAndNotMerged() {
    Cidr subnet = Cidr.parse("10.0.0.0/24");
    List<AddressRange> sorted =
        AllocationPools.validate(
            subnet,
            IpAddress.parse("10.0.0.1"),
            ranges("10.0.0.9-10.0.0.12 10.0.0.2-10.0.0.4 10.0.0.5-10.0.0.8"));
    assertThat(sorted).isEqualTo(ranges("10.0.0.2-10.0.0.4 10.0.0.5-10.0.0.8 10.0.0.9-10.0.0.12"));
    assertThatThrownBy(() -> sorted.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    assertThat(AllocationPools.validate(subnet, null, List.of())).isEmpty();
  }

  @Test
  void whatIsReturnedDoesNotFollowTheListThatWasGiven() {
    List<AddressRange> given = new ArrayList<>(ranges("10.0.0.2-10.0.0.4"));
    List<AddressRange> kept = AllocationPools.validate(Cidr.parse("10.0.0.0/24"), null, given);
    given.clear();
    assertThat(kept).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.0/24 | | 2001:db8::5-2001:db8::9 | FamilyMismatch | pool 2001:db8::5-2001:db8::9 is"
            + " IPv6 but subnet 10.0.0.0/24 is IPv4: give pools of the subnet's family",
        "10.0.0.0/24 | | 10.0.0.250-10.0.1.5 | PoolOutsideSubnet | pool 10.0.0.250-10.0.1.5 is not"
            + " within subnet 10.0.0.0/24: its pools may hold 10.0.0.1-10.0.0.254",
        "10.0.0.0/24 | | 9.0.0.1-10.0.0.5 | PoolOutsideSubnet | pool 9.0.0.1-10.0.0.5 is not within"
            + " subnet 10.0.0.0/24: its pools may hold 10.0.0.1-10.0.0.254",
        "10.0.0.0/24 | | 10.0.0.0-10.0.0.5 | PoolOutsideSubnet | pool 10.0.0.0-10.0.0.5 contains"
            + " 10.0.0.0, the network address of subnet 10.0.0.0/24: its pools may hold"
            + " 10.0.0.1-10.0.0.254",
        "10.0.0.0/24 | | 10.0.0.9-10.0.0.255 | PoolOutsideSubnet | pool 10.0.0.9-10.0.0.255"
            + " contains 10.0.0.255, the broadcast address of subnet 10.0.0.0/24: its pools may"
            + " hold 10.0.0.1-10.0.0.254",
        "::/64 | | ::-::9 | PoolOutsideSubnet | pool ::-::9 contains ::, the subnet-router anycast"
            + " address of subnet ::/64: its pools may hold ::1-::ffff:ffff:ffff:ffff",
        "10.0.0.0/24 | | 10.0.0.5-10.0.0.9 10.0.0.2-10.0.0.5 | OverlappingPools | pools"
            + " 10.0.0.2-10.0.0.5 and 10.0.0.5-10.0.0.9 overlap: an address may be in one pool"
            + " only",
        "10.0.0.0/24 | | 10.0.0.2-10.0.0.5 10.0.0.2-10.0.0.5 | OverlappingPools | pools"
            + " 10.0.0.2-10.0.0.5 and 10.0.0.2-10.0.0.5 overlap: an address may be in one pool"
            + " only",
        "10.0.0.0/24 | | 10.0.0.2-10.0.0.5 10.0.0.2-10.0.0.5 10.0.0.9-10.0.0.255 |"
            + " PoolOutsideSubnet | pool 10.0.0.9-10.0.0.255 contains 10.0.0.255, the broadcast"
            + " address of subnet 10.0.0.0/24: its pools may hold 10.0.0.1-10.0.0.254",
        "10.0.0.0/24 | 10.0.0.3 | 10.0.0.7-10.0.0.9 10.0.0.2-10.0.0.5 | GatewayInPool | pool"
            + " 10.0.0.2-10.0.0.5 contains the gateway 10.0.0.3: leave the gateway out of the"
            + " pools",
        "10.0.0.4/32 | 10.0.0.4 | 10.0.0.4-10.0.0.4 | GatewayInPool | pool 10.0.0.4-10.0.0.4"
            + " contains the gateway 10.0.0.4: leave the gateway out of the pools",
        "10.0.0.0/24 | ::1 | 10.0.0.7-10.0.0.9 | FamilyMismatch | gateway ::1 is IPv6 but subnet"
            + " 10.0.0.0/24 is IPv4: give a gateway of the subnet's family",
      })
  @Tag("IPAM-2.15")
  @Tag("IPAM-2.16")
  void aGivenPoolThatDoesNotFitIsNamed(
      String subnet, @Nullable String gateway, String pools, String code, String message) {
    refused(
        code,
        message,
        () -> AllocationPools.validate(Cidr.parse(subnet), address(gateway), ranges(pools)));
  }

  @Test
  void aPoolInsideALargerOneOverlapsWhateverLiesBetween() {
    refused(
        "OverlappingPools",
        () ->
            AllocationPools.validate(
                Cidr.parse("10.0.0.0/24"),
                null,
                ranges("10.0.0.2-10.0.0.90 10.0.0.3-10.0.0.4 10.0.0.60-10.0.0.61")));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.4/31, 10.0.0.4-10.0.0.5",
    "10.0.0.4/32, 10.0.0.4-10.0.0.4",
    "::/128, ::-::",
    "::/96, ::1-::ffff:ffff",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127,"
        + " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  })
  void theGeneratedPoolsMayAlsoBeGiven(String subnet, String pools) {
    assertThat(AllocationPools.validate(Cidr.parse(subnet), null, ranges(pools)))
        .isEqualTo(AllocationPools.generate(Cidr.parse(subnet), null));
  }

  @Test
  @Tag("IPAM-2.18")
  void atMost4096PoolsMayBeGiven() {
    Cidr subnet = Cidr.parse("10.0.0.0/8");
    List<AddressRange> most =
        IntStream.range(0, 4096)
            .mapToObj(i -> subnet.first().plus(2L * i + 1))
            .map(address -> new AddressRange(address, address))
            .toList();
    assertThat(AllocationPools.validate(subnet, null, most)).isEqualTo(most);
    List<AddressRange> more = new ArrayList<>(most);
    more.addAll(ranges("10.255.0.1-10.255.0.1"));
    refused(
        "InvalidPool",
        "subnet 10.0.0.0/8 cannot have 4097 allocation pools: the most is 4096, so merge some",
        () -> AllocationPools.validate(subnet, null, more));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/24, 10.0.0.0, false",
    "10.0.0.0/24, 10.0.0.1, true",
    "10.0.0.0/24, 10.0.0.254, true",
    "10.0.0.0/24, 10.0.0.255, false",
    "10.0.0.0/24, 10.0.1.0, false",
    "10.0.0.0/24, 9.255.255.255, false",
    "10.0.0.0/24, ::ffff:10.0.0.5, false",
    "10.0.0.4/30, 10.0.0.4, false",
    "10.0.0.4/30, 10.0.0.7, false",
    "10.0.0.4/31, 10.0.0.4, true",
    "10.0.0.4/31, 10.0.0.5, true",
    "10.0.0.4/32, 10.0.0.4, true",
    "0.0.0.0/0, 0.0.0.0, false",
    "0.0.0.0/0, 255.255.255.255, false",
    "2001:db8::/64, 2001:db8::, true",
    "2001:db8::/64, 2001:db8::ffff:ffff:ffff:ffff, true",
    "2001:db8::/64, 2001:db8:0:1::, false",
    "::/128, ::, true",
    "::/0, 10.0.0.1, false",
  })
  void anAddressMayBeAllocatedByName(String subnet, String address, boolean allocatable) {
    assertThat(AllocationPools.isAllocatable(Cidr.parse(subnet), IpAddress.parse(address)))
        .isEqualTo(allocatable);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/24, 10.0.0.1",
    "10.0.0.0/24, 9.255.255.255",
    "10.0.0.0/24, 0.0.0.0",
    "10.0.0.4/31, 10.0.0.4",
    "10.0.0.4/31, 10.0.0.5",
    "0.0.0.0/32, 0.0.0.0",
    "2001:db8::/64, 2001:db8::",
    "2001:db8::/64, fe80::1",
    "::/64, ::",
  })
  void aGatewayMayBeAnyAddressOfTheFamily(String subnet, String gateway) {
    assertThatCode(() -> AllocationPools.checkGateway(Cidr.parse(subnet), IpAddress.parse(gateway)))
        .doesNotThrowAnyException();
  }

  @Test
  @Tag("IPAM-2.11")
  void aGatewayIsNeitherNetworkNorBroadcastNorOfTheOtherFamily() {
    Cidr subnet = Cidr.parse("10.0.0.0/30");
    refused(
        "GatewayNotUsable",
        "gateway 10.0.0.0 is the network address of subnet 10.0.0.0/30: use one of"
            + " 10.0.0.1-10.0.0.2, or one outside the subnet",
        () -> AllocationPools.checkGateway(subnet, IpAddress.parse("10.0.0.0")));
    refused(
        "GatewayNotUsable",
        "gateway 10.0.0.3 is the broadcast address of subnet 10.0.0.0/30: use one of"
            + " 10.0.0.1-10.0.0.2, or one outside the subnet",
        () -> AllocationPools.checkGateway(subnet, IpAddress.parse("10.0.0.3")));
    refused(
        "FamilyMismatch",
        () -> AllocationPools.checkGateway(subnet, IpAddress.parse("::ffff:10.0.0.1")));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/24, 10.0.0.1",
    "0.0.0.0/0, 0.0.0.1",
    "10.0.0.4/30, 10.0.0.5",
    "10.0.0.4/31, 10.0.0.4",
    "10.0.0.4/32,",
    "2001:db8::/64, 2001:db8::1",
    "::/127, ::1",
    "::1/128,",
  })
  void theAutomaticGatewayIsTheFirstUsableAddress(String subnet, @Nullable String gateway) {
    assertThat(AllocationPools.automaticGateway(Cidr.parse(subnet))).isEqualTo(address(gateway));
  }

  @Property
  void generatedPoolsLeaveOutExactlyWhatTheRulesSay(
      @ForAll Cidr subnet, @ForAll IpAddress gateway) {
    if (gateway.family() == subnet.family()) {
      List<AddressRange> pools = AllocationPools.generate(subnet, gateway);
      AddressRange usable = AllocationPools.usableRange(subnet);
      BigInteger left =
          pools.stream().map(AddressRange::size).reduce(BigInteger.ZERO, BigInteger::add);
      boolean taken = usable.contains(gateway) && subnet.prefixLength() < subnet.family().bits();
      assertThat(left).isEqualTo(usable.size().subtract(taken ? BigInteger.ONE : BigInteger.ZERO));
      assertThat(AllocationPools.validate(subnet, taken ? gateway : null, pools)).isEqualTo(pools);
      long reserved =
          subnet.family() == IpFamily.IPV4
              ? (subnet.prefixLength() <= 30 ? 2 : 0)
              : (subnet.prefixLength() < 128 ? 1 : 0);
      assertThat(usable.size()).isEqualTo(subnet.size().subtract(BigInteger.valueOf(reserved)));
    }
  }

  @Property
  void theGatewayInsideTheSubnetIsNeverInThePools(@ForAll Cidr subnet, @ForAll long place) {
    IpAddress gateway =
        subnet.first().plus(0, Long.remainderUnsigned(place, subnet.saturatedSize()));
    List<AddressRange> pools = AllocationPools.generate(subnet, gateway);
    boolean onlyOne = subnet.prefixLength() == subnet.family().bits();
    assertThat(pools.stream().anyMatch(pool -> pool.contains(gateway))).isEqualTo(onlyOne);
    assertThat(pools)
        .allSatisfy(
            pool -> {
              assertThat(AllocationPools.isAllocatable(subnet, pool.first())).isTrue();
              assertThat(AllocationPools.isAllocatable(subnet, pool.last())).isTrue();
            });
  }

  @Property
  void anAutomaticGatewayIsAlwaysAcceptable(@ForAll Cidr subnet) {
    IpAddress gateway = AllocationPools.automaticGateway(subnet);
    if (gateway != null) {
      AllocationPools.checkGateway(subnet, gateway);
      assertThat(AllocationPools.isAllocatable(subnet, gateway)).isTrue();
    }
  }

  private static @Nullable IpAddress address(@Nullable String text) {
    return text == null ? null : IpAddress.parse(text);
  }

  private static List<AddressRange> ranges(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" ", -1)).map(AddressRange::parse).toList();
  }
}
