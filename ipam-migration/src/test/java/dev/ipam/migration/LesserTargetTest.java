package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.MigrationRefusedException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.net.Cidr;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.SubnetPools;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a target would lose is refused before anything changes, and named. */
class LesserTargetTest {
  @TempDir private Path directory;
  private TwoStores stores;

  @BeforeEach
  void fill() {
    stores = TwoStores.in(directory);
    stores.activate(stores.one());
    IpamDriver one = stores.one().driver();
    one.createSubnet(SubnetRequest.of("plain", "10.0.0.0/24"));
    one.createSubnet(SubnetRequest.of("low", "10.0.0.0/24").withPolicy(AllocationPolicy.LOWEST));
    one.createSubnet(SubnetRequest.of("calm", "10.0.0.0/24").withRest(Duration.ofHours(1)));
    one.allocate(AllocationRequest.any("plain").withOwner("vm-7"));
    one.allocate(AllocationRequest.any("low").withKey("k-1"));
    one.extension(SubnetPools.class)
        .orElseThrow()
        .createPool(SubnetPoolRequest.of("pool-1", Cidr.parse("10.8.0.0/16")));
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @ParameterizedTest
  @CsvSource({
    "POLICIES, allocation policies, low",
    "OWNERS, owners, plain",
    "TOKENS, tokens, low",
    "KEYS, idempotency keys, k-1",
    "REST, rest times, calm",
    "POOLS, subnet pools, pool-1"
  })
  @Tag("IPAM-7.26")
  void isRefusedWithWhatWouldBeLost(Capability missing, String what, String where) {
    OpenedStore lesser = new OpenedStore("two", without(missing, stores.two().driver()));
    AuthorityState before = stores.stateOf(stores.one());

    assertThatThrownBy(
            () ->
                new StoreMigrator()
                    .migrate(
                        stores.one(), lesser, MigrationOptions.OFFLINE, MigrationListener.NONE))
        .isInstanceOf(MigrationRefusedException.class)
        .hasMessageContaining(what)
        .hasMessageContaining(where)
        .hasMessageContaining("lacks " + missing.label());

    assertThat(stores.stateOf(stores.one())).isEqualTo(before);
    assertThat(stores.stateOf(stores.two())).isEqualTo(new AuthorityState.Unused());
    assertThat(stores.two().driver().subnets()).isEmpty();
  }

  /** What a driver without export keeps and cannot list would be gone. */
  @Test
  @Tag("IPAM-7.26")
  void isRefusedWithWhatASourceCannotTell() {
    OpenedStore silent = new OpenedStore("one", without(Capability.EXPORT, stores.one().driver()));
    refused(silent, "what rests, first in subnet calm");
    stores.one().driver().removeSubnet("calm", true);
    refused(silent, "idempotency keys, first k-1");
    assertThat(stores.two().driver().subnets()).isEmpty();
  }

  private void refused(OpenedStore from, String what) {
    assertThatThrownBy(
            () ->
                new StoreMigrator()
                    .migrate(from, stores.two(), MigrationOptions.OFFLINE, MigrationListener.NONE))
        .isInstanceOf(MigrationRefusedException.class)
        .hasMessageContaining(what + " (the source lacks export)");
  }

  /** The last one given may have been of an address that is free again. */
  @Test
  @Tag("IPAM-3.42")
  void noTokenIsGivenAgainAfterASourceThatCannotTellItsLast() {
    IpamDriver one = stores.one().driver();
    one.removeSubnet("calm", true);
    one.removeSubnet("low", true);
    Allocation last = one.allocate(AllocationRequest.any("plain")).get(0);
    one.release(ReleaseRequest.of(last));
    OpenedStore silent = new OpenedStore("one", without(Capability.EXPORT, one));

    new StoreMigrator()
        .migrate(silent, stores.two(), MigrationOptions.OFFLINE, MigrationListener.NONE);

    Allocation next = stores.two().driver().allocate(AllocationRequest.any("plain")).get(0);
    assertThat(next.token()).isGreaterThan(last.token());
  }

  @Test
  @Tag("IPAM-7.25")
  void theDigestOfASubnetIsThatOfItsDefinitionAndAllocations() {
    IpamDriver one = stores.one().driver();
    new StoreMigrator()
        .migrate(stores.one(), stores.two(), MigrationOptions.OFFLINE, MigrationListener.NONE);
    IpamDriver two = stores.two().driver();
    for (String id : new String[] {"plain", "low", "calm"}) {
      assertThat(SubnetDigest.of(two, id)).as(id).isEqualTo(SubnetDigest.of(one, id));
    }

    two.updateSubnet(SubnetUpdate.of("calm").withGateway(GatewayChoice.NONE));
    two.allocate(AllocationRequest.any("plain"));
    assertThat(SubnetDigest.of(two, "calm")).isNotEqualTo(SubnetDigest.of(one, "calm"));
    assertThat(SubnetDigest.of(two, "plain")).isNotEqualTo(SubnetDigest.of(one, "plain"));
    assertThat(SubnetDigest.of(two, "low")).isEqualTo(SubnetDigest.of(one, "low"));
  }

  /** The driver, said to have one capability less. */
  private static IpamDriver without(Capability missing, IpamDriver driver) {
    Set<Capability> left = EnumSet.copyOf(driver.capabilities());
    left.remove(missing);
    return (IpamDriver)
        Proxy.newProxyInstance(
            IpamDriver.class.getClassLoader(),
            new Class<?>[] {IpamDriver.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("capabilities")) {
                return left;
              }
              try {
                return method.invoke(driver, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
