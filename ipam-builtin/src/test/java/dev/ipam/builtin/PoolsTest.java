package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ipam.error.AddressScopeAlreadyExistsException;
import dev.ipam.error.AddressScopeInUseException;
import dev.ipam.error.AddressScopeNotFoundException;
import dev.ipam.error.InvalidSubnetRequestException;
import dev.ipam.error.NoPrefixAvailableException;
import dev.ipam.error.PrefixLengthOutOfBoundsException;
import dev.ipam.error.PrefixOverlapException;
import dev.ipam.error.QuotaExceededException;
import dev.ipam.error.RequestedPrefixUnavailableException;
import dev.ipam.error.SubnetAlreadyExistsException;
import dev.ipam.error.SubnetPoolAlreadyExistsException;
import dev.ipam.error.SubnetPoolInUseException;
import dev.ipam.error.SubnetPoolNotFoundException;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AddressScope;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.PoolUsage;
import dev.ipam.request.ScopeChoice;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetPoolUpdate;
import dev.ipam.request.SubnetRequest;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolsTest {
  @TempDir Path directory;
  private BuiltinDriver driver;

  @BeforeEach
  void open() {
    driver = Opened.in(directory.resolve("store"));
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private void reopen() {
    close();
    open();
  }

  @Test
  void poolsAndScopesAreThereAfterReopening() {
    AddressScope scope = driver.createScope(new AddressScope("s", "net", IpFamily.IPV4, true));
    SubnetPool pool =
        driver.createPool(
            pool("p", "10.1.0.0/16", "10.0.0.0/16")
                .withProject("net")
                .withPrefixLengths(20, 28, 24)
                .withQuota(BigInteger.valueOf(1024))
                .withScopeId("s")
                .withShared(true));
    driver.createPool(pool("a", "2001:db8::/32"));
    Subnet subnet = create("n", "p", null);
    reopen();
    assertThat(driver.scope("s")).isEqualTo(scope);
    assertThat(list(driver.scopes())).containsExactly(scope);
    assertThat(driver.pool("p")).isEqualTo(pool);
    assertThat(pool.prefixes()).containsExactly(Cidr.parse("10.0.0.0/15"));
    assertThat(list(driver.pools()).stream().map(SubnetPool::id)).containsExactly("a", "p");
    assertThat(driver.subnet("n")).isEqualTo(subnet);
    assertThat(subnet.poolId()).isEqualTo("p");
    assertThat(subnet.cidr()).hasToString("10.0.0.0/24");
    assertThat(driver.poolUsage("p").allocated()).hasToString("256");
    assertThat(create("m", "p", null).cidr()).hasToString("10.0.1.0/24");
  }

  @Test
  void aTakenIdCarriesWhatHasIt() {
    SubnetPool pool = driver.createPool(pool("p", "10.0.0.0/8"));
    assertThatExceptionOfType(SubnetPoolAlreadyExistsException.class)
        .isThrownBy(() -> driver.createPool(pool("p", "11.0.0.0/8")))
        .satisfies(e -> assertThat(e.existing()).isEqualTo(pool.definition()));
    AddressScope scope = driver.createScope(new AddressScope("s", "a", IpFamily.IPV6, false));
    assertThatExceptionOfType(AddressScopeAlreadyExistsException.class)
        .isThrownBy(() -> driver.createScope(new AddressScope("s", "b", IpFamily.IPV6, false)))
        .satisfies(e -> assertThat(e.existing()).isEqualTo(scope.definition()));
  }

  @Test
  void unknownIdsAreRefusedEverywhere() {
    assertThatExceptionOfType(SubnetPoolNotFoundException.class).isThrownBy(() -> driver.pool("p"));
    assertThatExceptionOfType(SubnetPoolNotFoundException.class)
        .isThrownBy(() -> driver.poolUsage("p"));
    assertThatExceptionOfType(SubnetPoolNotFoundException.class)
        .isThrownBy(() -> driver.removePool("p"));
    assertThatExceptionOfType(SubnetPoolNotFoundException.class)
        .isThrownBy(() -> driver.updatePool(SubnetPoolUpdate.of("p")));
    assertThatExceptionOfType(SubnetPoolNotFoundException.class)
        .isThrownBy(() -> create("n", "p", 24));
    assertThatExceptionOfType(AddressScopeNotFoundException.class)
        .isThrownBy(() -> driver.scope("s"));
    assertThatExceptionOfType(AddressScopeNotFoundException.class)
        .isThrownBy(() -> driver.removeScope("s"));
    assertThatExceptionOfType(AddressScopeNotFoundException.class)
        .isThrownBy(() -> driver.createPool(pool("p", "10.0.0.0/8").withScopeId("s")));
    assertThat(list(driver.pools())).isEmpty();
  }

  @Test
  void boundsThenFamilyThenQuotaThenSpaceDecide() {
    driver.createPool(
        pool("p", "10.0.0.0/24").withPrefixLengths(20, 28, 24).withQuota(BigInteger.valueOf(256)));
    assertThatExceptionOfType(PrefixLengthOutOfBoundsException.class)
        .isThrownBy(() -> driver.createSubnet(any("n", "p", 29).withFamily(IpFamily.IPV6)));
    assertThatExceptionOfType(InvalidSubnetRequestException.class)
        .isThrownBy(() -> driver.createSubnet(any("n", "p", 23).withFamily(IpFamily.IPV6)));
    assertThatExceptionOfType(QuotaExceededException.class).isThrownBy(() -> create("n", "p", 23));
    create("n", "p", 24);
    assertThatExceptionOfType(QuotaExceededException.class).isThrownBy(() -> create("m", "p", 28));
    assertThatExceptionOfType(NoPrefixAvailableException.class)
        .isThrownBy(() -> driver.createSubnet(any("m", "p", 28).withProject("other")));
    assertThatExceptionOfType(SubnetAlreadyExistsException.class)
        .isThrownBy(() -> create("n", "p", 23));
  }

  @Test
  void aGivenCidrMustLieInOneFreeBlock() {
    driver.createPool(pool("p", "10.0.0.0/24", "10.0.2.0/24"));
    assertThat(specific("a", "10.0.0.128/25").poolId()).isEqualTo("p");
    for (String cidr : List.of("10.0.0.128/26", "10.0.0.0/24", "10.0.1.0/24", "10.0.0.0/22")) {
      assertThatExceptionOfType(RequestedPrefixUnavailableException.class)
          .as(cidr)
          .isThrownBy(() -> specific("b", cidr));
    }
    assertThatExceptionOfType(PrefixLengthOutOfBoundsException.class)
        .isThrownBy(() -> specific("b", "2001:db8::/64"));
    assertThatExceptionOfType(InvalidSubnetRequestException.class)
        .isThrownBy(() -> specific("b", "2000::/16"));
  }

  @Test
  void aGatewayThatTheBlockCannotHaveLeavesTheSpaceFree() {
    driver.createPool(pool("p", "10.0.0.0/24"));
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(
            () ->
                driver.createSubnet(
                    any("n", "p", 24)
                        .withGateway(GatewayChoice.of(IpAddress.parse("10.0.0.255")))));
    assertThat(driver.poolUsage("p").free()).hasToString("256");
    assertThat(create("n", "p", 24).gateway()).hasToString("10.0.0.1");
  }

  @Test
  void aKeyIsServedOnce() {
    driver.createPool(pool("p", "10.0.0.0/24"));
    SubnetRequest request = any("n", "p", 26).withKey("k");
    Subnet first = driver.createSubnet(request);
    assertThat(driver.createSubnet(request)).isEqualTo(first);
    assertThat(driver.poolUsage("p").subnets()).isEqualTo(1);
  }

  @Test
  void removingASubnetReturnsItsSpaceAndItsShareOfTheQuota() {
    driver.createPool(pool("p", "10.0.0.0/24").withQuota(BigInteger.valueOf(128)));
    create("a", "p", 26);
    create("b", "p", 26);
    driver.allocate(AllocationRequest.any("a"));
    driver.removeSubnet("a", true);
    driver.removeSubnet("b", false);
    assertThat(create("c", "p", 25).cidr()).hasToString("10.0.0.0/25");
    reopen();
    assertThat(driver.poolUsage("p").subnets()).isEqualTo(1);
    driver.removeSubnet("c", false);
    assertThat(driver.poolUsage("p").allocated()).hasToString("0");
    driver.removePool("p");
    assertThatExceptionOfType(SubnetPoolNotFoundException.class).isThrownBy(() -> driver.pool("p"));
    driver.createPool(pool("p", "10.0.0.0/24"));
    assertThat(create("c", "p", 24).cidr()).hasToString("10.0.0.0/24");
  }

  @Test
  void usageTellsWhatEachProjectHolds() {
    driver.createPool(pool("p", "2001:db8::/32").withPrefixLengths(48, 128, null));
    driver.createSubnet(any("a", "p", 64).withProject("x"));
    driver.createSubnet(any("b", "p", 65).withProject("x"));
    driver.createSubnet(any("c", "p", 128).withProject("y"));
    PoolUsage usage = driver.poolUsage("p");
    assertThat(usage.capacity()).hasToString("4294967296");
    assertThat(usage.byProject().get("x")).hasToString("1.5");
    assertThat(usage.byProject().get("y"))
        .hasToString("0.0000000000000000000542101086242752217003726400434970855712890625");
    assertThat(usage.subnets()).isEqualTo(3);
  }

  @Test
  void aPoolInUseIsNotRemovedAndDropsNoSpaceInUse() {
    driver.createPool(pool("p", "10.0.0.0/24", "10.1.0.0/24"));
    specific("low", "10.0.0.64/26");
    specific("high", "10.1.0.0/24");
    SubnetPoolInUseException removal =
        catchThrowableOfType(SubnetPoolInUseException.class, () -> driver.removePool("p"));
    assertThat(removal.subnets()).isEqualTo(2);

    assertThat(dropping("10.1.0.0/24").subnetId()).isEqualTo("low");
    assertThat(dropping("10.0.0.0/24", "10.1.0.0/25").subnetId()).isEqualTo("high");
    assertThat(dropping("10.0.0.0/25", "10.1.0.128/25").subnetId()).isEqualTo("high");
    reopen();
    assertThat(dropping("10.1.0.0/24").subnetId()).isEqualTo("low");
    assertThat(dropping("10.0.0.0/24", "10.1.0.128/25").subnetId()).isEqualTo("high");
    assertThat(driver.pool("p").prefixes()).isEqualTo(cidrs("10.0.0.0/24", "10.1.0.0/24"));

    List<Cidr> prefixes = cidrs("10.0.0.64/26", "10.1.0.0/24", "10.2.0.0/30");
    SubnetPool after = driver.updatePool(SubnetPoolUpdate.of("p").withPrefixes(prefixes));
    assertThat(after.prefixes()).isEqualTo(prefixes);
    assertThat(create("n", "p", 31).cidr()).hasToString("10.2.0.0/31");
    reopen();
    assertThat(driver.pool("p")).isEqualTo(after);
    assertThat(create("m", "p", 31).cidr()).hasToString("10.2.0.2/31");
  }

  @Test
  void changedBoundsAndQuotaBindLaterRequestsOnly() {
    driver.createPool(pool("p", "10.0.0.0/24").withPrefixLengths(24, 28, null));
    create("a", "p", 25);
    driver.updatePool(
        SubnetPoolUpdate.of("p").withPrefixLengths(26, null, 26).withQuota(BigInteger.valueOf(64)));
    assertThat(driver.subnet("a").cidr()).hasToString("10.0.0.0/25");
    assertThatExceptionOfType(PrefixLengthOutOfBoundsException.class)
        .isThrownBy(() -> create("b", "p", 25));
    QuotaExceededException refused =
        catchThrowableOfType(QuotaExceededException.class, () -> create("b", "p", 28));
    assertThat(refused.used()).isEqualTo("128");
    driver.updatePool(SubnetPoolUpdate.of("p").withQuota(BigInteger.ZERO));
    assertThat(create("b", "p", null).cidr()).hasToString("10.0.0.128/26");
  }

  @Test
  void poolsOfAScopeNeverOverlap() {
    driver.createScope(new AddressScope("s", "net", IpFamily.IPV4, false));
    driver.createScope(new AddressScope("six", "net", IpFamily.IPV6, false));
    driver.createPool(pool("a", "10.0.0.0/9").withScopeId("s"));
    driver.createPool(pool("free", "10.0.0.0/8"));
    PrefixOverlapException refused =
        catchThrowableOfType(
            PrefixOverlapException.class,
            () -> driver.createPool(pool("b", "10.5.0.0/16").withScopeId("s")));
    assertThat(refused.otherPoolId()).isEqualTo("a");
    driver.createPool(pool("b", "10.128.0.0/9").withScopeId("s"));
    reopen();
    assertThatExceptionOfType(PrefixOverlapException.class)
        .isThrownBy(
            () ->
                driver.updatePool(
                    SubnetPoolUpdate.of("b").withPrefixes(cidrs("10.128.0.0/9", "10.0.0.0/24"))));
    assertThatExceptionOfType(PrefixOverlapException.class)
        .isThrownBy(
            () -> driver.updatePool(SubnetPoolUpdate.of("free").withScope(ScopeChoice.of("s"))));
    assertThatExceptionOfType(InvalidSubnetRequestException.class)
        .isThrownBy(
            () -> driver.updatePool(SubnetPoolUpdate.of("free").withScope(ScopeChoice.of("six"))));
    assertThat(driver.pool("free").scopeId()).isNull();
    AddressScopeInUseException inUse =
        catchThrowableOfType(AddressScopeInUseException.class, () -> driver.removeScope("s"));
    assertThat(inUse.pools()).isEqualTo(2);

    driver.updatePool(SubnetPoolUpdate.of("a").withPrefixes(cidrs("10.0.0.0/10")));
    driver.updatePool(SubnetPoolUpdate.of("b").withScope(ScopeChoice.NONE));
    driver.createPool(pool("c", "10.64.0.0/10", "10.128.0.0/9").withScopeId("s"));
    driver.removePool("c");
    driver.removePool("a");
    driver.removeScope("s");
    driver.removeScope("six");
    assertThat(list(driver.scopes())).isEmpty();
  }

  private SubnetPoolInUseException dropping(String... kept) {
    return catchThrowableOfType(
        SubnetPoolInUseException.class,
        () -> driver.updatePool(SubnetPoolUpdate.of("p").withPrefixes(cidrs(kept))));
  }

  private Subnet create(String id, String poolId, Integer length) {
    return driver.createSubnet(any(id, poolId, length));
  }

  private Subnet specific(String id, String cidr) {
    return driver.createSubnet(SubnetRequest.of(id, cidr).withPoolId("p"));
  }

  private static AnySubnetRequest any(String id, String poolId, Integer length) {
    return SubnetRequest.fromPool(id, poolId, length);
  }

  private static SubnetPoolRequest pool(String id, String... prefixes) {
    return SubnetPoolRequest.of(id, cidrs(prefixes).toArray(Cidr[]::new));
  }

  private static List<Cidr> cidrs(String... texts) {
    return Arrays.stream(texts).map(Cidr::parse).toList();
  }

  private static <T> List<T> list(Stream<T> stream) {
    try (stream) {
      return stream.toList();
    }
  }
}
