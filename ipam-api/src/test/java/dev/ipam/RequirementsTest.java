package dev.ipam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.InvalidAddressRequestException;
import dev.ipam.error.UnsupportedException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.TransferRequest;
import dev.ipam.spi.Capability;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a driver cannot do is refused before it is asked. */
class RequirementsTest {
  private static final IpAddress ADDRESS = IpAddress.parse("192.0.2.9");
  private static final SubnetRequest SUBNET = SubnetRequest.of("s", "192.0.2.0/24");
  private static final AllocationRequest ANY = AllocationRequest.any("s");

  static Stream<Arguments> operations() {
    return Stream.of(
        operation(Capability.POOLS, i -> i.createSubnet(SubnetRequest.fromPool("s", "p", 24))),
        operation(
            Capability.POLICIES, i -> i.createSubnet(SUBNET.withPolicy(AllocationPolicy.LOWEST))),
        operation(Capability.REST, i -> i.createSubnet(SUBNET.withRest(Duration.ofHours(1)))),
        operation(Capability.KEYS, i -> i.createSubnet(SUBNET.withKey("k"))),
        operation(
            Capability.PREFER_NEXT,
            i -> i.allocate(AllocationRequest.of(new AddressRequest.PreferNext(), "s"))),
        operation(Capability.BULK, i -> i.allocateAll(AllocationRequest.bulk("s", 2))),
        operation(Capability.OWNERS, i -> i.allocate(ANY.withOwner("o"))),
        operation(Capability.KEYS, i -> i.allocate(ANY.withKey("k"))),
        operation(
            Capability.OWNERS, i -> i.release(ReleaseRequest.of("s", ADDRESS).withOwner("o"))),
        operation(Capability.TOKENS, i -> i.release(ReleaseRequest.of("s", ADDRESS).withToken(1))),
        operation(Capability.OWNERS, i -> i.releaseOwner("o")),
        operation(Capability.OWNERS, i -> i.allocationsOf("o")),
        operation(
            Capability.TRANSFER, i -> i.transfer(new TransferRequest("s", ADDRESS, 1, "o", null))));
  }

  private static Arguments operation(Capability capability, Consumer<Ipam> operation) {
    return Arguments.of(capability, operation);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void withoutItTheDriverIsNotAsked(Capability capability, Consumer<Ipam> operation) {
    FakeDriver driver = new FakeDriver();
    Ipam ipam = FakeDriver.facade(driver);

    assertThatThrownBy(() -> operation.accept(ipam))
        .isInstanceOfSatisfying(
            UnsupportedException.class,
            e -> assertThat(e.capability()).isEqualTo(capability.name()));
    assertThat(driver.calls).isEmpty();
  }

  @Test
  void withItTheDriverIsAsked() {
    FakeDriver driver =
        new FakeDriver(
                Capability.POLICIES,
                Capability.REST,
                Capability.KEYS,
                Capability.OWNERS,
                Capability.TOKENS,
                Capability.PREFER_NEXT,
                Capability.BULK,
                Capability.ATOMIC_REMOVE)
            .subnet("s", FakeDriver.serves("192.0.2.2"));
    Ipam ipam = FakeDriver.facade(driver);

    ipam.createSubnet(
        SUBNET.withPolicy(AllocationPolicy.RANDOM).withRest(Duration.ofHours(1)).withKey("k"));
    ipam.allocate(ANY.withOwner("o").withKey("k"));
    ipam.allocate(AllocationRequest.of(new AddressRequest.PreferNext(), "s"));
    ipam.allocateAll(AllocationRequest.bulk("s", 1));
    ipam.release(ReleaseRequest.of("s", ADDRESS).withOwner("o").withToken(1));

    assertThat(ipam.removeSubnetWithAllocations("s")).isEqualTo(7);
    assertThat(driver.calls)
        .containsExactly(
            "createSubnet",
            "allocate [s]",
            "allocate [s]",
            "allocate [s]",
            "release",
            "removeSubnet true");
  }

  @Test
  void theCoreNeedsNoCapability() {
    Ipam ipam = FakeDriver.facade(new FakeDriver().subnet("s", FakeDriver.serves("192.0.2.2")));

    assertThatCode(
            () -> {
              ipam.createSubnet(SUBNET);
              ipam.allocate("s");
              ipam.allocate(AllocationRequest.specific("s", ADDRESS));
              ipam.release(ReleaseRequest.of("s", ADDRESS));
              ipam.removeSubnet("s");
            })
        .doesNotThrowAnyException();
  }

  @Test
  void oneAddressIsNotTheAnswerToARequestForSeveral() {
    Ipam ipam = FakeDriver.facade(new FakeDriver(Capability.BULK));

    assertThatThrownBy(() -> ipam.allocate(AllocationRequest.bulk("s", 2)))
        .isInstanceOf(InvalidAddressRequestException.class)
        .hasMessageContaining("use allocateAll");
  }

  @Test
  void aPartThatADriverPromisesButLacksIsUnsupported() {
    Ipam ipam = FakeDriver.facade(new FakeDriver(Capability.OWNERS));

    assertThatThrownBy(() -> ipam.releaseOwner("o")).isInstanceOf(UnsupportedException.class);
  }
}
