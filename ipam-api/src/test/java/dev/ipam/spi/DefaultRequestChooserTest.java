package dev.ipam.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.InvalidSubnetRequestException;
import dev.ipam.error.InvalidValueException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.net.MacAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.PortWishes;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetSettings;
import dev.ipam.request.SubnetWishes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class DefaultRequestChooserTest {
  private static final MacAddress MAC = MacAddress.parse("00:16:3e:11:22:33");
  private static final SubnetWishes WISHES =
      SubnetWishes.of("a").withProject("p").withPool("pool", IpFamily.IPV4, 25).withKey("k");

  @Test
  @Tag("IPAM-3.82")
  void rule3_82_theNamedAddressWinsOverMacAndDeviceOwner() {
    assertThat(
            RequestChooser.DEFAULT.choose(
                PortWishes.NONE
                    .withDeviceOwner(PortWishes.DHCP)
                    .withEui64(MAC)
                    .withAddress("2001:db8::9")))
        .isEqualTo(new AddressRequest.Specific(IpAddress.parse("2001:db8::9")));
  }

  @Test
  @Tag("IPAM-3.82")
  void rule3_82_aMacOnAnEui64SubnetWinsOverTheDeviceOwner() {
    assertThat(
            RequestChooser.DEFAULT.choose(
                PortWishes.NONE.withDeviceOwner(PortWishes.DHCP).withEui64(MAC)))
        .isEqualTo(new AddressRequest.Automatic(MAC));
  }

  @Test
  void rule3_82_aMacAloneDecidesNothing() {
    assertThat(RequestChooser.DEFAULT.choose(new PortWishes(null, MAC, null, false)))
        .isEqualTo(new AddressRequest.Any());
    assertThat(RequestChooser.DEFAULT.choose(new PortWishes(null, null, null, true)))
        .isEqualTo(new AddressRequest.Any());
  }

  @Test
  @Tag("IPAM-3.82")
  void rule3_82_dhcpAndDistributedPortsPreferTheLowest() {
    for (String owner : List.of("network:dhcp", "network:distributed")) {
      assertThat(RequestChooser.DEFAULT.choose(PortWishes.NONE.withDeviceOwner(owner)))
          .isEqualTo(new AddressRequest.PreferNext());
    }
    assertThat(
            RequestChooser.DEFAULT.choose(
                PortWishes.NONE.withDeviceOwner("network:router_interface")))
        .isEqualTo(new AddressRequest.Any());
  }

  @Test
  void rule3_82_aBlankAddressCountsAsNotGiven() {
    for (String blank : new String[] {null, "", " "}) {
      assertThat(RequestChooser.DEFAULT.choose(PortWishes.NONE.withAddress(blank)))
          .isEqualTo(new AddressRequest.Any());
    }
    assertThatThrownBy(() -> PortWishes.NONE.withAddress("host"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("\"host\"");
  }

  @Test
  @Tag("IPAM-2.42")
  void rule2_42_theCidrWinsOverTheLengthAndKeepsEverythingElse() {
    SubnetSettings settings =
        new SubnetSettings(
            GatewayChoice.NONE,
            PoolsChoice.of(List.of(AddressRange.parse("10.0.0.5-10.0.0.9"))),
            AllocationPolicy.LOWEST,
            Duration.ofSeconds(1));
    assertThat(
            RequestChooser.DEFAULT.choose(
                WISHES.withBlock(Cidr.parse("10.0.0.0/24"), 26).withSettings(settings)))
        .isEqualTo(
            new SpecificSubnetRequest("a", "p", Cidr.parse("10.0.0.0/24"), "pool", settings, "k"));
  }

  @Test
  @Tag("IPAM-2.43")
  void rule2_43_aGatewayMeansTheBlockAroundIt() {
    assertThat(cidrOf(withGateway("10.0.0.200"))).hasToString("10.0.0.128/25");
    assertThat(cidrOf(withGateway("10.0.0.200").withBlock(null, 28))).hasToString("10.0.0.192/28");
  }

  @Test
  void rule2_43_aGatewayThatTheBlockCannotHaveIsRefused() {
    assertThatThrownBy(() -> RequestChooser.DEFAULT.choose(withGateway("10.0.0.128")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("network address");
    assertThatThrownBy(() -> RequestChooser.DEFAULT.choose(withGateway("2001:db8::1")))
        .isInstanceOf(InvalidSubnetRequestException.class)
        .hasMessageContaining("2001:db8::1");
    SubnetWishes noLength = withGateway("10.0.0.1").withPool("pool", null, null);
    assertThatThrownBy(() -> RequestChooser.DEFAULT.choose(noLength))
        .isInstanceOf(InvalidSubnetRequestException.class)
        .hasMessageContaining("give a prefix length");
  }

  @Test
  @Tag("IPAM-2.44")
  void rule2_44_neitherCidrNorGatewayMeansAnyBlock() {
    assertThat(RequestChooser.DEFAULT.choose(WISHES))
        .isEqualTo(
            new AnySubnetRequest("a", "p", IpFamily.IPV4, 25, "pool", SubnetSettings.DEFAULT, "k"));
    assertThat(RequestChooser.DEFAULT.choose(WISHES.withBlock(null, 28)))
        .isEqualTo(
            new AnySubnetRequest("a", "p", IpFamily.IPV4, 28, "pool", SubnetSettings.DEFAULT, "k"));
  }

  @Test
  void rule2_44_wishesThatNameNoBlockAndNoPoolAreRefused() {
    assertThatThrownBy(() -> RequestChooser.DEFAULT.choose(SubnetWishes.of("a")))
        .isInstanceOf(InvalidSubnetRequestException.class)
        .hasMessageContaining("neither a CIDR nor a subnet pool");
  }

  private static SubnetWishes withGateway(String address) {
    return WISHES.withSettings(
        new SubnetSettings(
            GatewayChoice.of(IpAddress.parse(address)),
            PoolsChoice.GENERATED,
            AllocationPolicy.SEQUENTIAL,
            Duration.ZERO));
  }

  private static Cidr cidrOf(SubnetWishes wishes) {
    SubnetRequest request = RequestChooser.DEFAULT.choose(wishes);
    return ((SpecificSubnetRequest) request).cidr();
  }
}
