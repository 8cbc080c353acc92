package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.error.IpamException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;

/**
 * Each invariant of docs/reference-driver.md, raced by two drivers: on a cluster, from two nodes.
 * Rules 5.34 and 5.35, 2.35, 3.17, 3.49 and the primary key that decides an address.
 */
class StoreRacesTest {
  private static final int ROUNDS = 12;

  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @AfterEach
  void shutDown() {
    threads.shutdownNow();
  }

  /** Runs two things at the same time, and returns what each answered. */
  private List<Object> race(Callable<?> one, Callable<?> two) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    List<Future<Object>> running = new ArrayList<>();
    for (Callable<?> each : List.of(one, two)) {
      running.add(
          threads.submit(
              () -> {
                start.await();
                try {
                  return each.call();
                } catch (IpamException e) {
                  return e.code();
                }
              }));
    }
    return List.of(running.get(0).get(), running.get(1).get());
  }

  private static long refused(List<Object> answers, String... codes) {
    long refused = answers.stream().filter(List.of(codes)::contains).count();
    assertThat(answers.stream().filter(String.class::isInstance)).hasSize((int) refused);
    return refused;
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void noneIsBrokenByTwoAtOnce(TestDatabase database) throws Exception {
    try (ReferenceDriver one = Drivers.open(ReferenceUnderTest.settings(database.endpoint(0)));
        ReferenceDriver two = Drivers.open(ReferenceUnderTest.settings(database.endpoint(1)))) {
      for (int round = 0; round < ROUNDS; round++) {
        String id = "-" + round;
        address(one, two, "a" + id);
        key(one, two, "k" + id);
        ids(one, two, "i" + id);
        poolSpace(one, two, "p" + id);
        quota(one, two, "q" + id);
        scope(one, two, "s" + id);
        gateway(one, two, "g" + id);
        removal(one, two, "r" + id);
      }
    }
  }

  private void address(ReferenceDriver one, ReferenceDriver two, String id) throws Exception {
    one.createSubnet(SubnetRequest.of(id, "10.0.0.0/29"));
    AllocationRequest same = AllocationRequest.specific(id, IpAddress.parse("10.0.0.3"));
    assertThat(
            refused(
                race(() -> one.allocate(same), () -> two.allocate(same)),
                "AddressAlreadyAllocated"))
        .isEqualTo(1);
    AllocationRequest any = AllocationRequest.bulk(id, 4);
    assertThat(
            refused(race(() -> one.allocate(any), () -> two.allocate(any)), "NoAddressAvailable"))
        .isEqualTo(1);
    assertThat(two.usage(id).free()).isEqualTo(BigInteger.ZERO);
  }

  private void key(ReferenceDriver one, ReferenceDriver two, String id) throws Exception {
    one.createSubnet(SubnetRequest.of(id, "10.0.0.0/29"));
    AllocationRequest keyed = AllocationRequest.any(id).withKey(id);
    List<Object> answers = race(() -> one.allocate(keyed), () -> two.allocate(keyed));
    assertThat(answers.get(0)).isEqualTo(answers.get(1));
    assertThat(one.usage(id).allocated()).isEqualTo(BigInteger.ONE);
  }

  private void ids(ReferenceDriver one, ReferenceDriver two, String id) throws Exception {
    SubnetRequest same = SubnetRequest.of(id, "10.0.0.0/29");
    assertThat(
            refused(
                race(() -> one.createSubnet(same), () -> two.createSubnet(same)),
                "SubnetAlreadyExists"))
        .isEqualTo(1);
  }

  private void poolSpace(ReferenceDriver one, ReferenceDriver two, String id) throws Exception {
    one.createPool(SubnetPoolRequest.of(id, Cidr.parse("10.0.0.0/22")));
    var wide = SubnetRequest.of(id + "w", "10.0.0.0/23").withPoolId(id);
    var narrow = SubnetRequest.of(id + "n", "10.0.1.0/24").withPoolId(id);
    assertThat(
            refused(
                race(() -> one.createSubnet(wide), () -> two.createSubnet(narrow)),
                "RequestedPrefixUnavailable"))
        .isEqualTo(1);
  }

  private void quota(ReferenceDriver one, ReferenceDriver two, String id) throws Exception {
    one.createPool(
        SubnetPoolRequest.of(id, Cidr.parse("10.0.0.0/16")).withQuota(BigInteger.valueOf(256)));
    assertThat(
            refused(
                race(
                    () -> one.createSubnet(SubnetRequest.fromPool(id + 1, id, 24)),
                    () -> two.createSubnet(SubnetRequest.fromPool(id + 2, id, 24))),
                "QuotaExceeded"))
        .isEqualTo(1);
  }

  private void scope(ReferenceDriver one, ReferenceDriver two, String id) throws Exception {
    one.createScope(new AddressScope(id, "default", IpFamily.IPV4, false));
    var wide = SubnetPoolRequest.of(id + 1, Cidr.parse("10.0.0.0/15")).withScopeId(id);
    var narrow = SubnetPoolRequest.of(id + 2, Cidr.parse("10.1.0.0/16")).withScopeId(id);
    assertThat(
            refused(
                race(() -> one.createPool(wide), () -> two.createPool(narrow)), "PrefixOverlap"))
        .isEqualTo(1);
  }

  /** A gateway never ends up in the pools, nor on an address that was handed out. */
  private void gateway(ReferenceDriver one, ReferenceDriver two, String id) throws Exception {
    one.createSubnet(SubnetRequest.of(id, "10.0.0.0/29"));
    IpAddress next = IpAddress.parse("10.0.0.2");
    List<Object> answers =
        race(
            () -> one.allocate(AllocationRequest.any(id)),
            () -> two.updateSubnet(SubnetUpdate.of(id).withGateway(GatewayChoice.of(next))));
    refused(answers, "AddressAlreadyAllocated");
    boolean held = two.find(id, next).isPresent();
    assertThat(next.equals(two.subnet(id).gateway())).isNotEqualTo(held);
    List<AddressRange> pools = List.of(AddressRange.parse("10.0.0.5-10.0.0.6"));
    race(
        () -> one.updateSubnet(SubnetUpdate.of(id).withPools(PoolsChoice.of(pools))),
        () -> two.allocate(AllocationRequest.bulk(id, 2)));
    assertThat(one.usage(id).capacity()).isEqualTo(BigInteger.TWO);
    assertThat(one.usage(id)).isEqualTo(two.usage(id));
  }

  private void removal(ReferenceDriver one, ReferenceDriver two, String id) throws Exception {
    one.createSubnet(SubnetRequest.of(id, "10.0.0.0/29"));
    assertThat(
            refused(
                race(
                    () -> one.removeSubnet(id, false),
                    () -> two.allocate(AllocationRequest.any(id))),
                "SubnetInUse",
                "SubnetNotFound"))
        .isEqualTo(1);
  }

  /** As four processes of eight threads each, on one subnet. */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.GALERA})
  void manyOnOneSubnetLoseAndDoubleNothing(TestDatabase database) throws Exception {
    int drivers = 4;
    int perDriver = 8;
    int each = 25;
    List<ReferenceDriver> all = new ArrayList<>();
    ExecutorService crowd = Executors.newFixedThreadPool(drivers * perDriver);
    try {
      for (int i = 0; i < drivers; i++) {
        all.add(Drivers.open(ReferenceUnderTest.settings(database.endpoint(i))));
      }
      all.get(0).createSubnet(SubnetRequest.of("hot", "10.0.0.0/20"));
      List<Future<List<Allocation>>> running = new ArrayList<>();
      for (int i = 0; i < drivers * perDriver; i++) {
        ReferenceDriver driver = all.get(i % drivers);
        running.add(
            crowd.submit(
                () -> {
                  List<Allocation> got = new ArrayList<>();
                  for (int n = 0; n < each; n++) {
                    got.addAll(driver.allocate(AllocationRequest.any("hot")));
                  }
                  return got;
                }));
      }
      Map<Long, IpAddress> byToken = new TreeMap<>();
      Set<IpAddress> addresses = new HashSet<>();
      for (Future<List<Allocation>> future : running) {
        List<Allocation> got = future.get();
        assertThat(got).extracting(Allocation::token).isSorted();
        got.forEach(one -> byToken.put(one.token(), one.address()));
        got.forEach(one -> addresses.add(one.address()));
      }
      int total = drivers * perDriver * each;
      assertThat(addresses).hasSize(total);
      assertThat(byToken).hasSize(total);
      // In the order of tokens a pass hands out ascending addresses: there is one order of all.
      assertThat(List.copyOf(byToken.values())).isSorted();
      assertThat(all.get(1).usage("hot").allocated()).isEqualTo(BigInteger.valueOf(total));
      System.out.println(
          database.engine().label()
              + ": "
              + total
              + " allocations by "
              + drivers
              + " drivers, transactions tried again "
              + all.stream().map(driver -> driver.engine().retries()).toList());
    } finally {
      all.forEach(ReferenceDriver::close);
      crowd.shutdownNow();
    }
  }
}
