package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.error.NoPrefixAvailableException;
import dev.ipam.error.PrefixOverlapException;
import dev.ipam.error.QuotaExceededException;
import dev.ipam.error.RequestedPrefixUnavailableException;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AddressScope;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hundred threads at once for the last of something, for some rounds; for a thousand of each
 * with {@code -Dipam.test.jvm=-Dipam.race.rounds=1000}.
 */
class PoolRaceTest {
  private static final int THREADS = 200;
  private static final int ROUNDS = Integer.getInteger("ipam.race.rounds", 50);

  @TempDir Path directory;
  private BuiltinDriver driver;
  private ExecutorService threads;

  @BeforeEach
  void open() {
    driver = Opened.in(directory.resolve("store"));
    threads = Executors.newFixedThreadPool(THREADS);
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    driver.close();
  }

  @Test
  void theLastPrefixesAreGrantedOnceEachAndNoneIsLeft() throws Exception {
    driver.createPool(pool("p", "10.0.0.0/29"));
    for (int round = 0; round < ROUNDS; round++) {
      Queue<Subnet> granted = new ConcurrentLinkedQueue<>();
      race(
          i -> {
            try {
              granted.add(driver.createSubnet(SubnetRequest.fromPool("n" + i, "p", 32)));
            } catch (NoPrefixAvailableException e) {
              assertThat(e.prefixLength()).isEqualTo(32);
            }
          });
      assertThat(granted.stream().map(Subnet::cidr).distinct()).hasSize(8);
      assertThat(granted).hasSize(8);
      granted.forEach(subnet -> driver.removeSubnet(subnet.id(), false));
    }
    assertThat(driver.poolUsage("p").subnets()).isZero();
  }

  @Test
  void theLastUnitsOfAQuotaAreGrantedAndNoMore() throws Exception {
    driver.createPool(pool("p", "10.0.0.0/16").withQuota(BigInteger.valueOf(5)));
    for (int round = 0; round < ROUNDS; round++) {
      Queue<Subnet> granted = new ConcurrentLinkedQueue<>();
      race(
          i -> {
            AnySubnetRequest request = SubnetRequest.fromPool("n" + i, "p", 32);
            try {
              granted.add(driver.createSubnet(request.withProject(i % 2 == 0 ? "a" : "b")));
            } catch (QuotaExceededException e) {
              assertThat(e.used()).isEqualTo("5");
            }
          });
      assertThat(granted).hasSize(10);
      assertThat(driver.poolUsage("p").byProject().values()).hasToString("[5, 5]");
      granted.forEach(subnet -> driver.removeSubnet(subnet.id(), false));
    }
  }

  @Test
  void whateverIsAskedForNothingOverlapsAndNothingIsRefusedThatIsThere() throws Exception {
    driver.createPool(pool("p", "10.0.0.0/25", "10.0.1.0/26").withQuota(BigInteger.valueOf(150)));
    for (int round = 0; round < ROUNDS; round++) {
      int seed = round;
      Queue<Subnet> granted = new ConcurrentLinkedQueue<>();
      Queue<SubnetRequest> refused = new ConcurrentLinkedQueue<>();
      race(
          i -> {
            SubnetRequest request = anything(i, new SplittableRandom(seed * 1000L + i));
            try {
              granted.add(driver.createSubnet(request));
            } catch (NoPrefixAvailableException
                | RequestedPrefixUnavailableException
                | QuotaExceededException e) {
              refused.add(request);
            }
          });
      assertThat(granted).isNotEmpty();
      assertDisjoint(granted);
      // Nothing was released meanwhile: what was refused then must still not be there.
      for (SubnetRequest request : refused) {
        assertRefused(request);
      }
      granted.forEach(subnet -> driver.removeSubnet(subnet.id(), false));
    }
    assertThat(driver.poolUsage("p").byProject()).isEmpty();
  }

  @Test
  void ofPoolsThatOverlapOneGetsIntoTheScope() throws Exception {
    driver.createScope(new AddressScope("s", "net", IpFamily.IPV4, false));
    for (int round = 0; round < ROUNDS; round++) {
      Queue<String> created = new ConcurrentLinkedQueue<>();
      race(
          i -> {
            Cidr prefix = Cidr.containing(IpAddress.parse("10.0.0.7"), 8 + i % 25);
            try {
              driver.createPool(SubnetPoolRequest.of("p" + i, prefix).withScopeId("s"));
              created.add("p" + i);
            } catch (PrefixOverlapException e) {
              assertThat(e.scopeId()).isEqualTo("s");
            }
          });
      assertThat(created).hasSize(1);
      driver.removePool(created.remove());
    }
  }

  private SubnetRequest anything(int i, SplittableRandom random) {
    int length = 26 + random.nextInt(7);
    String project = random.nextBoolean() ? "a" : "b";
    if (random.nextInt(3) > 0) {
      return SubnetRequest.fromPool("n" + i, "p", length).withProject(project);
    }
    Cidr block = Cidr.containing(IpAddress.ofIpv4(0x0a000000 + random.nextInt(384)), length);
    return SubnetRequest.of("n" + i, block).withPoolId("p").withProject(project);
  }

  private void assertRefused(SubnetRequest request) {
    try {
      Subnet subnet = driver.createSubnet(request);
      throw new AssertionError("was refused although it is there: " + subnet);
    } catch (NoPrefixAvailableException
        | RequestedPrefixUnavailableException
        | QuotaExceededException e) {
      assertThat(e.code()).isNotNull();
    }
  }

  private static void assertDisjoint(Queue<Subnet> subnets) {
    List<Cidr> blocks = new ArrayList<>(subnets.stream().map(Subnet::cidr).toList());
    Collections.sort(blocks);
    for (int i = 1; i < blocks.size(); i++) {
      assertThat(blocks.get(i - 1).overlaps(blocks.get(i))).isFalse();
    }
  }

  private void race(IntConsumer one) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<?>> all = new ArrayList<>(THREADS);
    for (int i = 0; i < THREADS; i++) {
      int index = i;
      all.add(
          threads.submit(
              () -> {
                start.await();
                one.accept(index);
                return null;
              }));
    }
    start.countDown();
    for (Future<?> each : all) {
      each.get();
    }
  }

  private static SubnetPoolRequest pool(String id, String... prefixes) {
    Cidr[] all = new Cidr[prefixes.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = Cidr.parse(prefixes[i]);
    }
    return SubnetPoolRequest.of(id, all);
  }
}
