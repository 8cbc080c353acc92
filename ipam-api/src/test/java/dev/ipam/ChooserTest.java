package dev.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.net.IpAddress;
import dev.ipam.net.MacAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.PortWishes;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetWishes;
import dev.ipam.spi.Capability;
import dev.ipam.spi.RequestChooser;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who decides what a user's wishes become, and what the driver sees of the caller. */
class ChooserTest {
  private static final PortWishes DHCP = PortWishes.NONE.withDeviceOwner(PortWishes.DHCP);

  @Test
  @Tag("IPAM-3.83")
  void withoutPreferNextItAsksForAny() {
    RequestChooser chooser = FakeDriver.facade(new FakeDriver()).chooser();

    assertThat(chooser.choose(DHCP)).isEqualTo(new AddressRequest.Any());
    assertThat(chooser.choose(DHCP.withAddress("192.0.2.9")))
        .isEqualTo(new AddressRequest.Specific(IpAddress.parse("192.0.2.9")));
    assertThat(FakeDriver.facade(new FakeDriver(Capability.PREFER_NEXT)).chooser().choose(DHCP))
        .isEqualTo(new AddressRequest.PreferNext());
  }

  @Test
  @Tag("IPAM-2.45")
  @Tag("IPAM-3.84")
  void theDriversOwnReplacesIt() {
    SubnetRequest subnet = SubnetRequest.of("s", "192.0.2.0/24");
    RequestChooser own =
        new RequestChooser() {
          @Override
          public AddressRequest choose(PortWishes wishes) {
            return new AddressRequest.Gateway();
          }

          @Override
          public SubnetRequest choose(SubnetWishes wishes) {
            return subnet;
          }
        };
    FakeDriver driver =
        new FakeDriver() {
          @Override
          public <T> Optional<T> extension(Class<T> type) {
            return type.isInstance(own) ? Optional.of(type.cast(own)) : super.extension(type);
          }
        };

    RequestChooser chooser = FakeDriver.facade(driver).chooser();

    assertThat(chooser.choose(DHCP)).isEqualTo(new AddressRequest.Gateway());
    assertThat(chooser.choose(SubnetWishes.of("t"))).isEqualTo(subnet);
  }

  @Test
  @Tag("IPAM-3.81")
  void theDriverSeesTheContextAsItWasGiven() {
    AllocationContext context =
        AllocationContext.NONE
            .withNetwork("net")
            .withPort("port")
            .withDevice("vm", "compute")
            .withMac(MacAddress.parse("00:16:3e:11:22:33"))
            .withHostName("host");
    List<AllocationContext> seen = new ArrayList<>();
    FakeDriver driver =
        new FakeDriver()
            .subnet(
                "full",
                request -> {
                  seen.add(request.context());
                  throw new NoAddressAvailableException(
                      request.subnetIds(), BigInteger.ONE, BigInteger.ZERO, BigInteger.ZERO, null);
                })
            .subnet(
                "s",
                request -> {
                  seen.add(request.context());
                  return FakeDriver.serves("192.0.2.9").apply(request);
                });

    FakeDriver.facade(driver).allocate(AllocationRequest.any("full", "s").withContext(context));

    assertThat(seen).containsExactly(context, context);
  }
}
