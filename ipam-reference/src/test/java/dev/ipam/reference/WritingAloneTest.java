package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.error.IpamException;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.CheckProblem;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A process that was the only one to write for a while begins its transactions without holding the
 * row of the store ({@link StoreOrder}): what another one writes then must not go unseen.
 */
class WritingAloneTest {
  private static final int A_WHILE = 40;
  private static final int MOST_ROUNDS = 200;

  @ForEachDatabase(Engine.POSTGRESQL)
  void anotherProcessIsNotOverwritten(TestDatabase database) {
    try (Two two = new Two(database, "10.0.0.0/16")) {
      two.untilOvertaken(
          () -> {
            Allocation others = two.other.allocate(AllocationRequest.any("s")).get(0);
            Allocation own = two.alone.allocate(AllocationRequest.any("s")).get(0);
            return own.token() == others.token() + 1
                && own.address().equals(others.address().plus(1));
          });
      List<CheckProblem> problems = new ArrayList<>();
      two.alone.check(problems::add);
      assertThat(problems).isEmpty();
    }
  }

  /** Nothing is written by it, so nothing would fail: it must be looked whether it is right. */
  @ForEachDatabase(Engine.POSTGRESQL)
  void aRefusalIsNotOfAnEarlierState(TestDatabase database) {
    try (Two two = new Two(database, "10.0.0.0/29")) {
      AllocationRequest any = AllocationRequest.any("full");
      Allocation[] last = new Allocation[1];
      two.alone.createSubnet(SubnetRequest.of("full", "10.1.0.0/30"));
      last[0] = two.alone.allocate(any).get(0);
      two.untilOvertaken(
          () -> {
            assertThat(refused(two.alone, any)).isEqualTo("NoAddressAvailable");
            two.other.release(ReleaseRequest.of(last[0]));
            last[0] = two.alone.allocate(any).get(0);
            return true;
          });
    }
  }

  @ForEachDatabase(Engine.POSTGRESQL)
  void aRemovedSubnetIsNotAllocatedFrom(TestDatabase database) {
    try (Two two = new Two(database, "10.0.0.0/16")) {
      two.untilOvertaken(
          () -> {
            two.alone.createSubnet(SubnetRequest.of("gone", "10.1.0.0/24"));
            two.alone.allocate(AllocationRequest.any("gone"));
            two.other.removeSubnet("gone", true);
            return refused(two.alone, AllocationRequest.any("gone")).equals("SubnetNotFound");
          });
    }
  }

  /** It has changed something before it fails, so that its transaction is undone, not ended. */
  @ForEachDatabase(Engine.POSTGRESQL)
  void aRefusalOfSeveralPartsIsNotOfAnEarlierState(TestDatabase database) {
    try (Two two = new Two(database, "10.0.0.0/16")) {
      two.alone.createSubnet(SubnetRequest.of("full", "10.1.0.0/30"));
      AllocationRequest any = AllocationRequest.any("full");
      Allocation[] last = {two.alone.allocate(any).get(0)};
      JointRequest both = JointRequest.of(AllocationRequest.any("s"), any);
      two.untilOvertaken(
          () -> {
            assertThat(refused(two.alone, any)).isEqualTo("NoAddressAvailable");
            two.other.release(ReleaseRequest.of(last[0]));
            last[0] = two.alone.allocateTogether(both).get(1).get(0);
            return true;
          });
    }
  }

  /** What was read before another one wrote, and what after it, may not belong together. */
  @ForEachDatabase(Engine.POSTGRESQL)
  void twoStatesAreNotTakenForADamagedOne(TestDatabase database) {
    try (Two two = new Two(database, "10.0.0.0/16")) {
      two.alone.createSubnet(
          SubnetRequest.of("pieces", "10.1.0.0/23").withPolicy(AllocationPolicy.LOWEST));
      List<Allocation> all = two.other.allocate(AllocationRequest.bulk("pieces", 500));
      for (int i = 0; i < all.size(); i += 2) {
        two.other.release(ReleaseRequest.of(all.get(i)));
      }
      two.untilOvertaken(
          () -> {
            // It learns how many are free, and where the first are.
            two.alone.release(
                ReleaseRequest.of(two.alone.allocate(AllocationRequest.any("pieces")).get(0)));
            List<Allocation> others = two.other.allocate(AllocationRequest.bulk("pieces", 200));
            String own = refused(two.alone, AllocationRequest.bulk("pieces", 100));
            others.forEach(each -> two.other.release(ReleaseRequest.of(each)));
            return own.equals("NoAddressAvailable");
          });
    }
  }

  private static String refused(ReferenceDriver driver, AllocationRequest request) {
    try {
      return driver.allocate(request).toString();
    } catch (IpamException e) {
      return e.code();
    }
  }

  /** Two processes, of which one has written alone. */
  private static final class Two implements AutoCloseable {
    private final ReferenceDriver alone;
    private final ReferenceDriver other;

    Two(TestDatabase database, String cidr) {
      Map<String, String> settings = new HashMap<>(ReferenceUnderTest.settings(database));
      // Where changes are kept, two of one version would be told by their key as well.
      settings.put("ipam.reference.changes", "0");
      alone = Drivers.open(settings);
      other = Drivers.open(settings);
      alone.createSubnet(SubnetRequest.of("s", cidr));
    }

    /** Until it had begun without the row: where the machine is slow, it may have held it. */
    void untilOvertaken(BooleanSupplier round) {
      for (int i = 0; i < MOST_ROUNDS; i++) {
        for (int j = 0; j < A_WHILE; j++) {
          alone.release(ReleaseRequest.of(alone.allocate(AllocationRequest.any("s")).get(0)));
        }
        long before = alone.engine().retries();
        assertThat(round.getAsBoolean()).isTrue();
        if (alone.engine().retries() > before) {
          return;
        }
      }
      throw new AssertionError("it was never overtaken");
    }

    @Override
    public void close() {
      alone.close();
      other.close();
    }
  }
}
