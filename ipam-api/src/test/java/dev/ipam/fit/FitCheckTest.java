package dev.ipam.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.Ipam;
import dev.ipam.error.DriverClosedException;
import dev.ipam.error.IpamException;
import dev.ipam.memory.Memory;
import dev.ipam.memory.MemoryDriver;
import dev.ipam.memory.MemoryStore;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.net.MacAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.SubnetRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules IPAM-3.75 and 3.76. */
class FitCheckTest {
  private static final AllocationRequest ANY = AllocationRequest.any("s");

  @TempDir Path temporary;

  private final MemoryStore store = new MemoryStore();
  private final MemoryDriver driver = new MemoryDriver(store, Memory.all());
  private Ipam ipam;

  @BeforeEach
  void open() {
    // 4 addresses in the pool: .2 to .5, of which one is taken.
    driver.createSubnet(
        SubnetRequest.of("s", "192.0.2.0/28").withPools(pools("192.0.2.2", "192.0.2.5")));
    driver.createSubnet(SubnetRequest.of("t", "198.51.100.0/29"));
    driver.createSubnet(SubnetRequest.of("v6", "2001:db8::/64"));
    driver.createSubnet(SubnetRequest.of("bare", "203.0.113.0/29").withGateway(GatewayChoice.NONE));
    driver.allocate(ANY);
    ipam = Memory.open(driver, temporary);
  }

  @AfterEach
  void close() {
    ipam.close();
  }

  private static PoolsChoice pools(String first, String last) {
    return PoolsChoice.of(List.of(new AddressRange(IpAddress.parse(first), IpAddress.parse(last))));
  }

  private FitReport check(AllocationRequest... requests) {
    List<String> before = store.heldAddresses();
    FitReport report = FitCheck.check(ipam, Arrays.asList(requests));
    assertThat(store.heldAddresses()).isEqualTo(before);
    return report;
  }

  private static AllocationRequest named(String subnet, String address) {
    return AllocationRequest.specific(subnet, IpAddress.parse(address));
  }

  private static List<String> shortfalls(FitReport report) {
    return report.shortfalls().stream()
        .map(each -> each.index() + " " + each.code() + " " + each.missing())
        .toList();
  }

  @Test
  @Tag("IPAM-3.75")
  void countsEachRequestAfterThoseBeforeIt() {
    assertThat(check(ANY, ANY, ANY).fits()).isTrue();
    assertThat(check(AllocationRequest.bulk("s", 3)).shortfalls()).isEmpty();
    assertThat(shortfalls(check(ANY, ANY, ANY, ANY))).containsExactly("3 NoAddressAvailable 1");
    assertThat(shortfalls(check(ANY, AllocationRequest.bulk("s", 7), ANY, ANY, ANY)))
        .containsExactly("1 NoAddressAvailable 5", "4 NoAddressAvailable 1");
  }

  @Test
  @Tag("IPAM-3.75")
  void saysWhichRequestAndWhy() {
    AllocationRequest bulk = AllocationRequest.bulk("s", 7);

    Shortfall shortfall = check(bulk).shortfalls().get(0);

    assertThat(shortfall.request()).isEqualTo(bulk);
    assertThat(shortfall.message()).contains("\"s\"", "7 asked for, 3 free");
  }

  @Test
  void takesTheFirstCandidateThatCanServe() {
    AllocationRequest either = AllocationRequest.any("s", "t");
    AllocationRequest bulk =
        AllocationRequest.of(new AddressRequest.Bulk(5), "s", "t").withOwner("vm");

    assertThat(check(bulk, ANY, ANY, ANY).fits()).isTrue();
    assertThat(shortfalls(check(bulk, ANY, ANY, ANY, either)))
        .containsExactly("4 NoAddressAvailable 1");
    assertThat(shortfalls(check(AllocationRequest.any())))
        .containsExactly("0 NoAddressAvailable 1");
    assertThat(shortfalls(check(AllocationRequest.any("s", "nowhere"))))
        .containsExactly("0 SubnetNotFound 1");
  }

  @Test
  void anAddressByNameMustBeFreeAndUsable() {
    assertThat(check(named("s", "192.0.2.3"), named("s", "192.0.2.14")).fits()).isTrue();
    assertThat(
            shortfalls(
                check(
                    named("s", "192.0.2.2"),
                    named("s", "192.0.2.3"),
                    named("s", "192.0.2.3"),
                    named("s", "192.0.2.15"),
                    named("s", "192.0.3.1"))))
        .containsExactly(
            "0 AddressAlreadyAllocated 1",
            "2 AddressAlreadyAllocated 1",
            "3 AddressNotUsable 1",
            "4 AddressOutsideSubnet 1");
    AllocationRequest among =
        AllocationRequest.of(
            new AddressRequest.Specific(IpAddress.parse("198.51.100.3")), "s", "t");
    assertThat(shortfalls(check(among, among))).containsExactly("1 AddressAlreadyAllocated 1");
    AllocationRequest nowhere =
        AllocationRequest.of(new AddressRequest.Specific(IpAddress.parse("10.0.0.1")), "s", "t");
    assertThat(shortfalls(check(nowhere))).containsExactly("0 AddressOutsideSubnet 1");
  }

  @Test
  void namedAddressesAndOthersShareThePools() {
    assertThat(shortfalls(check(named("s", "192.0.2.5"), ANY, ANY, ANY)))
        .containsExactly("3 NoAddressAvailable 1");
    assertThat(check(named("s", "192.0.2.10"), ANY, ANY, ANY).fits())
        .as("outside the pools")
        .isTrue();
    assertThat(shortfalls(check(ANY, ANY, ANY, named("s", "192.0.2.5"))))
        .as("whatever is left of the pools is given away before")
        .containsExactly("3 AddressAlreadyAllocated 1");
  }

  @Test
  void whatRestsIsNotFreeAndMayBeNamed() {
    store.rest("s", "192.0.2.4");
    store.rest("s", "192.0.2.5");

    assertThat(shortfalls(check(ANY, ANY))).containsExactly("1 NoAddressAvailable 1");
    assertThat(check(ANY, named("s", "192.0.2.4"), named("s", "192.0.2.5")).fits()).isTrue();
  }

  @Test
  void gatewaysAndAutomaticAddressesAreWorkedOut() {
    AllocationRequest gateway = AllocationRequest.of(new AddressRequest.Gateway(), "s");
    AllocationRequest automatic =
        AllocationRequest.of(
            new AddressRequest.Automatic(MacAddress.parse("00:16:3e:11:22:33")), "v6");

    assertThat(shortfalls(check(gateway, gateway, automatic, automatic)))
        .containsExactly("1 AddressAlreadyAllocated 1", "3 AddressAlreadyAllocated 1");
    assertThat(
            shortfalls(
                check(
                    AllocationRequest.of(new AddressRequest.Gateway(), "bare"),
                    AllocationRequest.of(automatic.address(), "s"))))
        .containsExactly("0 InvalidAddressRequest 1", "1 AddressCalculationFailed 1");
  }

  @Test
  @Tag("IPAM-3.76")
  void aHugeSubnetCostsNoMoreThanASmallOne() {
    driver.createSubnet(SubnetRequest.of("huge", "2001:db8:1::/48"));
    AllocationRequest most = AllocationRequest.bulk("huge", AddressRequest.MAX_COUNT);
    List<AllocationRequest> plan = new ArrayList<>(Collections.nCopies(1_000, most));
    plan.add(named("huge", "2001:db8:1::ffff"));

    assertThat(FitCheck.check(ipam, plan).fits()).isTrue();
  }

  @Test
  void whatTheDriverCannotDoDoesNotFit() {
    try (Ipam core = Memory.open(new MemoryDriver(store, Memory.none()), temporary)) {
      FitReport report =
          FitCheck.check(
              core,
              List.of(
                  AllocationRequest.bulk("t", 2),
                  AllocationRequest.of(new AddressRequest.PreferNext(), "t"),
                  AllocationRequest.any("t").withOwner("vm"),
                  AllocationRequest.any("t").withKey("k"),
                  AllocationRequest.any("t")));

      assertThat(shortfalls(report))
          .containsExactly(
              "0 Unsupported 2", "1 Unsupported 1", "2 Unsupported 1", "3 Unsupported 1");
    }
  }

  @Test
  void aStoreThatCannotBeAskedIsNoShortfall() {
    driver.close();

    assertThatThrownBy(() -> FitCheck.check(ipam, List.of(ANY)))
        .isInstanceOf(DriverClosedException.class);
  }

  @Test
  void doesTheSameAsTheDriverWhereNothingElseHappens() {
    List<AllocationRequest> plan =
        List.of(
            named("t", "198.51.100.6"),
            AllocationRequest.bulk("t", 3),
            AllocationRequest.any("t", "s"),
            AllocationRequest.any("t"),
            AllocationRequest.any("t"),
            AllocationRequest.bulk("s", 2),
            ANY,
            ANY);
    List<Integer> refused = new ArrayList<>();
    List<Integer> foretold =
        FitCheck.check(ipam, plan).shortfalls().stream().map(Shortfall::index).toList();
    for (int i = 0; i < plan.size(); i++) {
      try {
        ipam.allocateAll(plan.get(i));
      } catch (IpamException e) {
        refused.add(i);
      }
    }

    assertThat(foretold).isEqualTo(refused).isNotEmpty();
  }
}
