package dev.ipam.reference.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.error.DriverNotActiveException;
import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.reference.Drivers;
import dev.ipam.reference.ReferenceUnderTest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.StoreRef;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;

/**
 * The store retires on one server while inserts are in flight on others: what it holds when the
 * change has returned is what it holds for ever, and every insert that was answered is in it.
 *
 * <p>Rules IPAM-7.03 and 7.04.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class FenceAcrossNodesTest {
  private static final int THREADS_PER_NODE = 4;
  private static final int ROUNDS = Integer.getInteger("ipam.fence.rounds", 5);
  private static final String SUBNET = "fenced";
  private static final StoreRef SUCCESSOR =
      new StoreRef("elsewhere", "00000000-0000-4000-8000-000000000001");

  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final Set<String> inDoubt = ConcurrentHashMap.newKeySet();

  @ForEachDatabase({Engine.POSTGRESQL, Engine.GALERA})
  void nothingSlipsInAfterTheStoreRetired(TestDatabase database) throws InterruptedException {
    List<IpamDriver> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        nodes.add(Drivers.openOrMake(ReferenceUnderTest.settings(database.endpoint(i))));
      }
      IpamDriver retiring = nodes.get(0);
      retiring.createSubnet(SubnetRequest.of(SUBNET, "10.0.0.0/16"));
      Authority authority = retiring.extension(Authority.class).orElseThrow();
      long epoch = authority.state().epoch();
      for (int round = 0; round < ROUNDS; round++, epoch += 2) {
        Set<String> then = retireUnderLoad(nodes, authority, epoch, round);
        for (IpamDriver node : nodes) {
          assertThat(owners(node)).as("round %s", round).isEqualTo(then);
        }
        assertThat(then).containsAll(answered);
        then.removeAll(answered);
        assertThat(inDoubt).containsAll(then);
        authority.change(new Retired(epoch, SUCCESSOR, null), new Active(epoch + 2));
      }
    } finally {
      nodes.forEach(IpamDriver::close);
    }
  }

  /** Returns what the store held when it had retired. */
  private Set<String> retireUnderLoad(
      List<IpamDriver> nodes, Authority authority, long epoch, int round)
      throws InterruptedException {
    int before = answered.size();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < nodes.size() * THREADS_PER_NODE; i++) {
      IpamDriver node = nodes.get(i % nodes.size());
      String name = round + "-" + i + "-";
      Thread writer = new Thread(() -> write(node, name));
      writers.add(writer);
      writer.start();
    }
    while (answered.size() < before + 3 * writers.size()
        && writers.stream().allMatch(Thread::isAlive)) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(writers).allMatch(Thread::isAlive);
    authority.change(new Active(epoch), new Retired(epoch, SUCCESSOR, null));
    Set<String> then = owners(nodes.get(0));
    for (Thread writer : writers) {
      writer.join();
    }
    return then;
  }

  private void write(IpamDriver node, String name) {
    for (int n = 0; true; n++) {
      String owner = name + n;
      try {
        node.allocate(AllocationRequest.any(SUBNET).withOwner(owner));
        answered.add(owner);
      } catch (DriverNotActiveException e) {
        return;
      } catch (UnavailableException e) {
        if (e.outcome() == Outcome.UNKNOWN) {
          inDoubt.add(owner);
        }
      }
    }
  }

  private static Set<String> owners(IpamDriver driver) {
    try (Stream<Allocation> allocations = driver.allocations(SUBNET)) {
      return allocations.map(Allocation::owner).collect(Collectors.toCollection(HashSet::new));
    }
  }
}
