package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.AddressCalculationFailedException;
import dev.ipam.error.AddressOutsideSubnetException;
import dev.ipam.error.IdempotencyConflictException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.net.IpAddress;
import dev.ipam.net.MacAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.RequestKind;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.TransferRequest;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the model does not look at: what errors carry, times, orders, and single cases. */
class ContractTest {
  private static final MacAddress MAC = MacAddress.parse("00:11:22:33:44:55");

  @TempDir Path directory;
  private final SettableClock clock = new SettableClock();
  private BuiltinDriver driver;

  private static final class SettableClock extends Clock {
    private Instant now = Instant.parse("2030-01-01T00:00:00.123456Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @BeforeEach
  void open() {
    driver =
        Opened.with(
            Opened.context(
                directory.resolve("store"), clock, true, Map.of("ipam.builtin.durability", "os")));
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private Allocation one(AllocationRequest request) {
    List<Allocation> got = driver.allocate(request);
    assertThat(got).hasSize(1);
    return got.get(0);
  }

  @Test
  void anAutomaticAddressIsFormedFromPrefixAndMac() {
    driver.createSubnet(SubnetRequest.of("v6", "2001:db8::/64"));
    driver.createSubnet(SubnetRequest.of("v4", "10.0.0.0/24"));
    AllocationRequest request = AllocationRequest.of(new AddressRequest.Automatic(MAC), "v6");
    Allocation got = one(request);
    assertThat(got.address()).hasToString("2001:db8::211:22ff:fe33:4455");
    assertThat(got.kind()).isEqualTo(RequestKind.AUTOMATIC);
    assertThatExceptionOfType(AddressAlreadyAllocatedException.class)
        .isThrownBy(() -> driver.allocate(request));
    assertThatExceptionOfType(AddressCalculationFailedException.class)
        .isThrownBy(() -> driver.allocate(request.withSubnetIds(List.of("v4", "v6"))));
  }

  @Test
  void exhaustionNamesTheCandidatesAndBothNumbers() {
    driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/29"));
    driver.createSubnet(SubnetRequest.of("b", "10.0.0.0/30"));
    NoAddressAvailableException e =
        catchThrowableOfType(
            NoAddressAvailableException.class,
            () ->
                driver.allocate(
                    AllocationRequest.bulk("b", 6).withSubnetIds(List.of("b", "a", "b"))));
    assertThat(e.subnetIds()).containsExactly("b", "a", "b");
    assertThat(e.requested()).isEqualTo(6);
    assertThat(e.free()).isEqualTo(5);
    assertThat(e.retryable()).isFalse();
    assertThat(driver.usage("a").free()).isEqualTo(5);
    NoAddressAvailableException none =
        catchThrowableOfType(
            NoAddressAvailableException.class, () -> driver.allocate(AllocationRequest.any()));
    assertThat(none.subnetIds()).isEmpty();
    assertThatExceptionOfType(SubnetNotFoundException.class)
        .isThrownBy(() -> driver.allocate(AllocationRequest.any("a", "nowhere")));
    assertThat(driver.usage("a").free()).isEqualTo(BigInteger.valueOf(5));
  }

  @Test
  void aSpecificAddressOfNoCandidateNamesThemAll() {
    driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/29"));
    driver.createSubnet(SubnetRequest.of("b", "10.0.1.0/29"));
    AllocationRequest request = AllocationRequest.specific("a", IpAddress.parse("10.0.1.3"));
    assertThatExceptionOfType(AddressOutsideSubnetException.class)
        .isThrownBy(
            () ->
                driver.allocate(
                    AllocationRequest.specific("a", IpAddress.parse("10.9.9.9"))
                        .withSubnetIds(List.of("a", "b"))))
        .withMessageContaining("\"a\", \"b\"");
    assertThat(one(request.withSubnetIds(List.of("a", "b"))).subnetId()).isEqualTo("b");
  }

  @Test
  void timesAreWholeMillisecondsAndNeverGoBackwardsNotEvenAfterReopening() {
    driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
    Allocation first = one(AllocationRequest.any("a"));
    assertThat(first.allocatedAt()).isEqualTo("2030-01-01T00:00:00.123Z");
    driver.release(ReleaseRequest.of(first));
    clock.now = Instant.parse("2029-01-01T00:00:00Z");
    assertThat(one(AllocationRequest.any("a")).allocatedAt()).isEqualTo(first.allocatedAt());
    driver.close();
    open();
    assertThat(one(AllocationRequest.any("a")).allocatedAt()).isEqualTo(first.allocatedAt());
    clock.now = Instant.parse("2031-01-01T00:00:00Z");
    assertThat(one(AllocationRequest.any("a")).allocatedAt()).isEqualTo(clock.now);
  }

  @Test
  void contextIsKeptAndIsNoPartOfTheKeyedRequest() {
    driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
    AllocationContext context =
        AllocationContext.NONE.withPort("p").withMac(MAC).withHostName("h.example");
    AllocationRequest request = AllocationRequest.any("a").withKey("k").withContext(context);
    Allocation got = one(request);
    assertThat(driver.find("a", got.address()).orElseThrow().context()).isEqualTo(context);
    assertThat(one(request.withContext(AllocationContext.NONE))).isEqualTo(got);
    assertThatExceptionOfType(IdempotencyConflictException.class)
        .isThrownBy(() -> driver.allocate(request.withOwner("other")))
        .withMessageContaining("another request");
  }

  @Test
  void aKeyOfABulkSaysHowMuchOfItIsLeftAndIsFreeInTheEnd() {
    driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/16"));
    AllocationRequest request = AllocationRequest.bulk("a", 3_000).withKey("k");
    List<Allocation> first = driver.allocate(request);
    assertThat(driver.allocate(request)).isEqualTo(first);
    driver.close();
    open();
    assertThat(driver.allocate(request)).isEqualTo(first);
    driver.release(ReleaseRequest.of(first.get(7)));
    assertThatExceptionOfType(IdempotencyConflictException.class)
        .isThrownBy(() -> driver.allocate(request))
        .withMessageContaining("3000")
        .withMessageContaining("2999");
    first.forEach(allocation -> driver.release(ReleaseRequest.of(allocation)));
    List<Allocation> second = driver.allocate(request);
    assertThat(second).hasSize(3_000).doesNotContainAnyElementsOf(first);
  }

  @Test
  void ofThePartsOfAJointRequestAllAreServedOrNone() {
    driver.createSubnet(SubnetRequest.of("v4", "10.0.0.0/30"));
    driver.createSubnet(SubnetRequest.of("v6", "2001:db8::/64"));
    JointRequest both =
        JointRequest.of(AllocationRequest.any("v6"), AllocationRequest.any("v4")).withKey("port");
    List<List<Allocation>> got = driver.allocateTogether(both);
    assertThat(got).hasSize(2).allMatch(part -> part.size() == 1);
    assertThat(got.get(1).get(0).token()).isGreaterThan(got.get(0).get(0).token());
    assertThat(driver.allocateTogether(both)).isEqualTo(got);
    IpAddress next = got.get(0).get(0).address().plus(1);
    assertThatExceptionOfType(NoAddressAvailableException.class)
        .isThrownBy(() -> driver.allocateTogether(both.withKey(null)));
    assertThat(driver.usage("v6").allocated()).isEqualTo(1);
    assertThat(one(AllocationRequest.any("v6")).address()).isEqualTo(next);
  }

  @Test
  void aTransferredAddressIsOutOfReachOfItsFormerOwner() {
    driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
    AllocationRequest request = AllocationRequest.any("a").withOwner("old").withKey("k");
    Allocation before = one(request);
    TransferRequest transfer =
        new TransferRequest("a", before.address(), before.token(), "new", "move");
    Allocation after = driver.transfer(transfer);
    assertThat(driver.transfer(transfer)).isEqualTo(after);
    assertThatExceptionOfType(dev.ipam.error.AddressOwnedByAnotherException.class)
        .isThrownBy(
            () ->
                driver.transfer(
                    new TransferRequest("a", before.address(), before.token(), "thief", null)));
    assertThat(after.owner()).isEqualTo("new");
    assertThat(after.token()).isGreaterThan(before.token());
    assertThat(after.allocatedAt()).isEqualTo(before.allocatedAt());
    assertThat(one(request).address()).isNotEqualTo(before.address());
    try (Stream<Allocation> held = driver.allocationsOf("new")) {
      assertThat(held).containsExactly(after);
    }
  }

  @Test
  void resultsAcrossSubnetsAreInTheOrderOfCodePoints() {
    // U+FF5E sorts behind U+1F600 as UTF-16, and before it as code points.
    List<String> ids = List.of("A", "a", "a/b", "ab", "ä", "\uFF5E", "\uD83D\uDE00");
    for (int i = ids.size() - 1; i >= 0; i--) {
      driver.createSubnet(SubnetRequest.of(ids.get(i), "10.0.0.0/24"));
      driver.allocate(AllocationRequest.any(ids.get(i)).withOwner("me"));
    }
    try (var subnets = driver.subnets();
        var owned = driver.allocationsOf("me");
        var held = driver.holders(IpAddress.parse("10.0.0.2"))) {
      assertThat(subnets).extracting(subnet -> subnet.id()).containsExactlyElementsOf(ids);
      assertThat(owned).extracting(Allocation::subnetId).containsExactlyElementsOf(ids);
      assertThat(held).extracting(Allocation::subnetId).containsExactlyElementsOf(ids);
    }
    try (var none = driver.allocationsOf("m")) {
      assertThat(none).isEmpty();
    }
    assertThat(driver.releaseOwner("me"))
        .extracting(Allocation::subnetId)
        .containsExactlyElementsOf(ids);
    assertThat(driver.releaseOwner("me")).isEmpty();
  }

  @Test
  void whatWasReleasedAheadOfThePassWaitsForTheNextOneAlsoAfterReopening() {
    driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/29"));
    IpAddress ahead = IpAddress.parse("10.0.0.3");
    driver.release(ReleaseRequest.of(one(AllocationRequest.specific("a", ahead))));
    driver.close();
    open();
    assertThat(one(AllocationRequest.any("a")).address()).hasToString("10.0.0.2");
    assertThat(one(AllocationRequest.any("a")).address()).hasToString("10.0.0.4");
    driver.close();
    open();
    assertThat(driver.allocate(AllocationRequest.bulk("a", 3)))
        .extracting(allocation -> allocation.address().toString())
        .containsExactly("10.0.0.5", "10.0.0.6", "10.0.0.3");
  }

  @Test
  void hugeSubnetsCostWhatSmallOnesDo() {
    driver.createSubnet(SubnetRequest.of("v6", "::/0"));
    driver.createSubnet(SubnetRequest.of("v4", "0.0.0.0/0"));
    assertThat(one(AllocationRequest.any("v6")).address()).hasToString("::2");
    IpAddress last = IpAddress.parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    assertThat(one(AllocationRequest.specific("v6", last)).address()).isEqualTo(last);
    assertThat(driver.usage("v6").free())
        .isEqualTo(BigInteger.ONE.shiftLeft(128).subtract(BigInteger.valueOf(4)));
    driver.close();
    open();
    assertThat(driver.find("v6", last)).isPresent();
    assertThat(one(AllocationRequest.any("v6")).address()).hasToString("::3");
    assertThat(one(AllocationRequest.any("v4")).address()).hasToString("0.0.0.2");
  }

  @Test
  void aNewGatewayMayBeTheRoutersOwnAllocationOnly() {
    driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
    IpAddress taken = one(AllocationRequest.any("a")).address();
    SubnetUpdate update = SubnetUpdate.of("a").withGateway(GatewayChoice.of(taken));
    assertThatExceptionOfType(AddressAlreadyAllocatedException.class)
        .isThrownBy(() -> driver.updateSubnet(update));
    Allocation router = one(AllocationRequest.of(new AddressRequest.Gateway(), "a"));
    driver.updateSubnet(SubnetUpdate.of("a").withGateway(GatewayChoice.NONE));
    assertThat(
            driver
                .updateSubnet(SubnetUpdate.of("a").withGateway(GatewayChoice.of(router.address())))
                .gateway())
        .isEqualTo(router.address());
  }
}
