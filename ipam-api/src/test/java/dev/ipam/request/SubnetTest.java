package dev.ipam.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.InvalidValueException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules IPAM-2.06 to 2.32, as far as a subnet can keep them by itself. */
class SubnetTest {
  private static final String FREE = "192.0.2.2-192.0.2.254";

  private static PoolsChoice pools(String... ranges) {
    return PoolsChoice.of(Arrays.stream(ranges).map(AddressRange::parse).toList());
  }

  private static GatewayChoice gateway(String address) {
    return GatewayChoice.of(IpAddress.parse(address));
  }

  private static Subnet subnet(String cidr) {
    return Subnet.of(SubnetRequest.of("s", cidr));
  }

  private static Subnet subnet(GatewayChoice gateway, PoolsChoice pools) {
    return Subnet.of(
        (SpecificSubnetRequest)
            SubnetRequest.of("s", "192.0.2.0/24").withGateway(gateway).withPools(pools));
  }

  private static SubnetUpdate update() {
    return SubnetUpdate.of("s");
  }

  private static void expect(Subnet subnet, @Nullable String gateway, String... pools) {
    assertThat(subnet.gateway()).isEqualTo(gateway == null ? null : IpAddress.parse(gateway));
    assertThat(subnet.pools())
        .containsExactlyElementsOf(Arrays.stream(pools).map(AddressRange::parse).toList());
  }

  private static void refused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            InvalidValueException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.1, 192.0.2.2-192.0.2.254",
    "192.0.2.0/30, 192.0.2.1, 192.0.2.2-192.0.2.2",
    "192.0.2.0/31, 192.0.2.0, 192.0.2.1-192.0.2.1",
    "192.0.2.9/32, , 192.0.2.9-192.0.2.9",
    "0.0.0.0/0, 0.0.0.1, 0.0.0.2-255.255.255.254",
    "2001:db8::/64, 2001:db8::1, 2001:db8::2-2001:db8::ffff:ffff:ffff:ffff",
    "2001:db8::/127, 2001:db8::1, ",
    "2001:db8::9/128, , 2001:db8::9-2001:db8::9",
    "::/0, ::1, ::2-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  })
  @Tag("IPAM-3.03")
  void gatewayAndPoolsThatNobodyChose(
      String cidr, @Nullable String gateway, @Nullable String pool) {
    Subnet subnet = subnet(cidr);

    expect(subnet, gateway, pool == null ? new String[0] : new String[] {pool});
    assertThat(subnet.poolsGenerated()).isTrue();
    assertThat(subnet.policy()).isEqualTo(AllocationPolicy.SEQUENTIAL);
    assertThat(subnet.rest()).isEqualTo(Duration.ZERO);
    assertThat(subnet.poolId()).isNull();
    assertThat(subnet.project()).isEqualTo("default");
  }

  @Test
  void aChosenGatewayIsTakenOutOfTheGeneratedPools() {
    expect(
        subnet(gateway("192.0.2.100"), PoolsChoice.GENERATED),
        "192.0.2.100",
        "192.0.2.1-192.0.2.99",
        "192.0.2.101-192.0.2.254");
    expect(subnet(GatewayChoice.NONE, pools()), null, "192.0.2.1-192.0.2.254");
    expect(subnet(gateway("198.51.100.1"), pools()), "198.51.100.1", "192.0.2.1-192.0.2.254");
    expect(subnet(gateway("0.0.0.0"), pools()), "0.0.0.0", "192.0.2.1-192.0.2.254");
  }

  @Test
  void chosenPoolsAreSortedAndStaySeparate() {
    Subnet subnet =
        subnet(GatewayChoice.AUTOMATIC, pools("192.0.2.20-192.0.2.29", "192.0.2.10-192.0.2.19"));

    expect(subnet, "192.0.2.1", "192.0.2.10-192.0.2.19", "192.0.2.20-192.0.2.29");
    assertThat(subnet.poolsGenerated()).isFalse();
  }

  @Test
  void whatCannotBeIsRefused() {
    refused("GatewayNotUsable", () -> subnet(gateway("192.0.2.0"), PoolsChoice.GENERATED));
    refused("GatewayNotUsable", () -> subnet(gateway("192.0.2.255"), PoolsChoice.GENERATED));
    refused("FamilyMismatch", () -> subnet(gateway("::1"), PoolsChoice.GENERATED));
    refused("GatewayInPool", () -> subnet(gateway("192.0.2.5"), pools(FREE)));
    refused("PoolOutsideSubnet", () -> subnet(GatewayChoice.NONE, pools("192.0.2.0-192.0.2.9")));
    refused("PoolOutsideSubnet", () -> subnet(GatewayChoice.NONE, pools("192.0.2.9-192.0.3.9")));
    refused("FamilyMismatch", () -> subnet(GatewayChoice.NONE, pools("::1-::2")));
    refused(
        "OverlappingPools",
        () -> subnet(GatewayChoice.NONE, pools("192.0.2.2-192.0.2.9", "192.0.2.9-192.0.2.10")));
    List<AddressRange> many = new ArrayList<>();
    for (int i = 0; i <= 4096; i++) {
      IpAddress one = IpAddress.parse("10.0.0.1").plus(i);
      many.add(new AddressRange(one, one));
    }
    refused(
        "InvalidPool", () -> SubnetRequest.of("s", "10.0.0.0/8").withPools(PoolsChoice.of(many)));
  }

  @Test
  void aSubnetFromAPoolIsCutByTheSameRules() {
    AnySubnetRequest request = SubnetRequest.fromPool("s", "p", 24);
    Subnet subnet = Subnet.of(request, Cidr.parse("192.0.2.0/24"));

    expect(subnet, "192.0.2.1", FREE);
    assertThat(subnet.poolId()).isEqualTo("p");
    SubnetSettings settings = SubnetSettings.DEFAULT.with(gateway("::1"));
    refused(
        "FamilyMismatch",
        () -> Subnet.of(request.withSettings(settings), Cidr.parse("192.0.2.0/24")));
  }

  @Test
  void noSubnetCanBeBuiltThatIsNotValid() {
    Subnet good = subnet("192.0.2.0/24");
    List<AddressRange> others = pools0("192.0.2.10-192.0.2.19");

    assertThat(rebuilt(good, good.gateway(), good.pools(), true)).isEqualTo(good);
    refused("InvalidPool", () -> rebuilt(good, good.gateway(), others, true));
    refused("InvalidPool", () -> rebuilt(good, good.gateway(), List.of(), true));
    refused("InvalidPool", () -> rebuilt(good, null, good.pools(), true));
    refused("GatewayInPool", () -> rebuilt(good, IpAddress.parse("192.0.2.10"), others, false));
    refused("GatewayNotUsable", () -> rebuilt(good, IpAddress.parse("192.0.2.0"), others, false));
    refused("FamilyMismatch", () -> rebuilt(good, IpAddress.parse("::1"), others, true));
    assertThatThrownBy(() -> good.pools().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static List<AddressRange> pools0(String... ranges) {
    return ((PoolsChoice.Explicit) pools(ranges)).pools();
  }

  private static Subnet rebuilt(
      Subnet from, @Nullable IpAddress gateway, List<AddressRange> pools, boolean generated) {
    return new Subnet(
        from.id(),
        from.project(),
        from.cidr(),
        gateway,
        pools,
        generated,
        from.policy(),
        from.rest(),
        from.poolId());
  }

  @Test
  void anUpdateKeepsWhatItDoesNotName() {
    Subnet generated =
        Subnet.of(
            ((SpecificSubnetRequest)
                    SubnetRequest.of("s", "192.0.2.0/24")
                        .withPolicy(AllocationPolicy.RANDOM)
                        .withRest(Duration.ofDays(1))
                        .withProject("q"))
                .withPoolId("p"));
    Subnet chosen = subnet(gateway("192.0.2.1"), pools("192.0.2.10-192.0.2.19"));

    assertThat(generated.after(update())).isEqualTo(generated);
    assertThat(chosen.after(update())).isEqualTo(chosen);
    Subnet after = generated.after(update().withPools(pools("192.0.2.10-192.0.2.19")));
    assertThat(after)
        .usingRecursiveComparison()
        .ignoringFields("pools", "poolsGenerated")
        .isEqualTo(generated);
    assertThat(after.gateway()).isEqualTo(IpAddress.parse("192.0.2.1"));
    expect(
        chosen.after(update().withGateway(gateway("192.0.2.9"))),
        "192.0.2.9",
        "192.0.2.10-192.0.2.19");
  }

  @Test
  void generatedPoolsFollowTheGateway() {
    Subnet subnet = subnet("192.0.2.0/24");

    Subnet moved = subnet.after(update().withGateway(gateway("192.0.2.254")));
    expect(moved, "192.0.2.254", "192.0.2.1-192.0.2.253");
    assertThat(moved.poolsGenerated()).isTrue();
    expect(moved.after(update().withGateway(GatewayChoice.NONE)), null, "192.0.2.1-192.0.2.254");
    assertThat(moved.after(update().withGateway(GatewayChoice.AUTOMATIC))).isEqualTo(subnet);
    expect(
        subnet.after(update().withGateway(gateway("198.51.100.1"))),
        "198.51.100.1",
        "192.0.2.1-192.0.2.254");
    Subnet host = subnet("192.0.2.9/32");
    expect(
        host.after(update().withGateway(gateway("192.0.2.9"))), "192.0.2.9", "192.0.2.9-192.0.2.9");
  }

  @Test
  void chosenPoolsDoNotFollowTheGateway() {
    Subnet chosen = subnet(gateway("192.0.2.1"), pools("192.0.2.10-192.0.2.19"));

    refused("GatewayInPool", () -> chosen.after(update().withGateway(gateway("192.0.2.15"))));
    expect(chosen.after(update().withGateway(GatewayChoice.NONE)), null, "192.0.2.10-192.0.2.19");
  }

  @Test
  void poolsAreSetEmptiedAndGeneratedAnew() {
    Subnet subnet = subnet("192.0.2.0/24");

    Subnet chosen =
        subnet.after(update().withPools(pools("192.0.2.20-192.0.2.29", "192.0.2.2-192.0.2.9")));
    expect(chosen, "192.0.2.1", "192.0.2.2-192.0.2.9", "192.0.2.20-192.0.2.29");
    assertThat(chosen.poolsGenerated()).isFalse();
    Subnet drained = subnet.after(update().withPools(pools()));
    expect(drained, "192.0.2.1");
    assertThat(drained.poolsGenerated()).isFalse();
    assertThat(drained.after(update().withPools(PoolsChoice.GENERATED))).isEqualTo(subnet);
    Subnet same = subnet.after(update().withPools(pools(FREE)));
    expect(same, "192.0.2.1", FREE);
    assertThat(same.poolsGenerated()).as("they were chosen, if the same").isFalse();
  }

  @Test
  void anUpdateIsHeldToTheChecksOfACreation() {
    Subnet subnet = subnet("192.0.2.0/24");

    refused("GatewayNotUsable", () -> subnet.after(update().withGateway(gateway("192.0.2.255"))));
    refused("FamilyMismatch", () -> subnet.after(update().withGateway(gateway("::1"))));
    refused("GatewayInPool", () -> subnet.after(update().withPools(pools("192.0.2.1-192.0.2.9"))));
    refused(
        "PoolOutsideSubnet", () -> subnet.after(update().withPools(pools("10.0.0.1-10.0.0.2"))));
    refused("FamilyMismatch", () -> subnet.after(update().withPools(pools("::1-::2"))));
    Subnet chosen = subnet(gateway("192.0.2.1"), pools("192.0.2.10-192.0.2.19"));
    expect(
        chosen.after(
            update().withGateway(gateway("192.0.2.15")).withPools(pools("192.0.2.20-192.0.2.29"))),
        "192.0.2.15",
        "192.0.2.20-192.0.2.29");
  }
}
