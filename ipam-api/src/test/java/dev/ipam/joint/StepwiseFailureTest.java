package dev.ipam.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.IpamException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.error.Outcome;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.error.UnavailableException;
import dev.ipam.memory.Faults.Fault;
import dev.ipam.memory.Memory;
import dev.ipam.memory.MemoryDriver;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.spi.Capability;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule IPAM-3.88: something fails at every write of a joint allocation, and the process goes on.
 */
class StepwiseFailureTest {
  static List<Set<Capability>> capabilities() {
    return Bench.capabilities();
  }

  @ParameterizedTest
  @MethodSource("capabilities")
  void aRefusalOfOnePartUndoesTheOthers(Set<Capability> capabilities) {
    try (Bench bench = new Bench(capabilities)) {
      for (AllocationRequest bad :
          List.of(
              AllocationRequest.any("full"),
              AllocationRequest.any("nowhere"),
              AllocationRequest.any("v4", "nowhere"),
              AllocationRequest.of(bench.request().parts().get(0).address()))) {
        JointRequest request =
            JointRequest.of(AllocationRequest.any("v4"), AllocationRequest.bulk("spare", 3), bad);

        assertThatThrownBy(() -> bench.joint.allocateTogether(request))
            .isInstanceOfAny(NoAddressAvailableException.class, SubnetNotFoundException.class)
            .extracting(e -> ((IpamException) e).outcome())
            .isEqualTo(Outcome.NOT_APPLIED);

        assertThat(bench.more()).isEmpty();
        assertThat(bench.warnings()).isEmpty();
      }
      assertThat(bench.intents()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("capabilities")
  void partsSeeThoseBeforeThem(Set<Capability> capabilities) {
    try (Bench bench = new Bench(capabilities)) {
      AllocationRequest same = AllocationRequest.specific("v6", IpAddress.parse("2001:db8::9"));

      assertThatThrownBy(() -> bench.joint.allocateTogether(JointRequest.of(same, same)))
          .isInstanceOf(AddressAlreadyAllocatedException.class);

      assertThat(bench.more()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("capabilities")
  void oneFailureLeavesNothingButWhatCannotBeTraced(Set<Capability> capabilities) {
    for (Fault fault : List.of(Fault.FAIL_BEFORE, Fault.LOST_BEFORE, Fault.LOST_AFTER)) {
      boolean failed = true;
      for (int write = 0; failed; write++) {
        try (Bench bench = new Bench(capabilities)) {
          failed = failsAt(bench, write, fault);
        }
      }
    }
  }

  private static boolean failsAt(Bench bench, int write, Fault fault) {
    bench.faults().at(write, fault);
    UnavailableException e =
        catchThrowableOfType(
            UnavailableException.class, () -> bench.joint.allocateTogether(bench.request()));
    if (e == null) {
      assertThat(write).isGreaterThan(5);
      return false;
    }
    boolean traced = bench.has(Capability.KEYS) || fault == Fault.FAIL_BEFORE;
    if (traced) {
      assertThat(bench.more()).isEmpty();
      assertThat(bench.warnings()).isEmpty();
    } else if (!bench.more().isEmpty()) {
      assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(bench.warnings()).anyMatch(line -> line.contains("may have left an address"));
    }
    if (fault == Fault.FAIL_BEFORE) {
      assertThat(e.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    }
    assertThat(bench.intents()).isEmpty();
    return true;
  }

  @ParameterizedTest
  @MethodSource("capabilities")
  void anOutageLeavesTheUndoingToTheNextRequestAndSaysSo(Set<Capability> capabilities) {
    boolean failed = true;
    for (int write = 0; failed; write++) {
      try (Bench bench = new Bench(capabilities)) {
        bench.faults().from(write, Fault.FAIL_BEFORE);
        IpamException e =
            catchThrowableOfType(
                IpamException.class, () -> bench.joint.allocateTogether(bench.request()));
        failed = e != null;
        if (e != null) {
          assertThat(e.retryable()).isTrue();
          assertThat(e.outcome() == Outcome.UNKNOWN)
              .as("outcome with %s held", bench.more())
              .isEqualTo(!bench.more().isEmpty());
          bench.faults().none();

          JointRequest next = JointRequest.of(AllocationRequest.any("spare"));
          List<String> taken = Bench.named(bench.joint.allocateTogether(next));

          assertThat(bench.more()).isEqualTo(taken);
          assertThat(bench.intents()).isEmpty();
        }
      }
    }
  }

  @Test
  void whatCannotBeUndoneAtTheOpeningIsUndoneLater() {
    try (Bench bench = new Bench(Bench.KEYED)) {
      bench.faults().from(3, Fault.FAIL_BEFORE);
      assertThatThrownBy(() -> bench.joint.allocateTogether(bench.request()))
          .isInstanceOf(UnavailableException.class);
      assertThat(bench.more()).isNotEmpty();

      bench.reopenDuringOutage();
      assertThat(bench.more()).isNotEmpty();
      bench.faults().none();
      JointRequest next = JointRequest.of(AllocationRequest.any("spare"));

      assertThat(bench.more()).isNotEqualTo(Bench.named(bench.joint.allocateTogether(next)));
      assertThat(bench.more()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("capabilities")
  void neverReleasesWhatSomebodyElseHasByNow(Set<Capability> capabilities) {
    try (Bench bench = new Bench(capabilities)) {
      bench.faults().from(writesUntilLastPart(capabilities), Fault.FAIL_BEFORE);
      assertThatThrownBy(() -> bench.joint.allocateTogether(bench.request()))
          .isInstanceOf(UnavailableException.class);
      List<String> left = bench.more();
      assertThat(left).isNotEmpty();

      MemoryDriver operator = bench.operator();
      for (String each : left) {
        List<String> parts = List.of(each.split(" ", 2));
        IpAddress address = IpAddress.parse(parts.get(1));
        operator.release(ReleaseRequest.of(parts.get(0), address));
        operator.allocate(AllocationRequest.specific(parts.get(0), address));
      }
      bench.reopen();

      assertThat(bench.more()).isEqualTo(left);
      assertThat(bench.intents()).isEmpty();
    }
  }

  private static int writesUntilLastPart(Set<Capability> capabilities) {
    try (Bench bench = new Bench(capabilities)) {
      bench.faults().none();
      bench.joint.allocateTogether(bench.request());
      return bench.faults().writes().size() - 2;
    }
  }

  @Test
  void aSubnetThatIsGoneTakesItsAddressesAlong() {
    try (Bench bench = new Bench(Bench.KEYED)) {
      bench.faults().from(4, Fault.FAIL_BEFORE);
      assertThatThrownBy(() -> bench.joint.allocateTogether(bench.request()))
          .isInstanceOf(UnavailableException.class);
      new MemoryDriver(bench.store(), Memory.all()).removeSubnet("spare", true);

      bench.reopen();

      assertThat(bench.more()).isEmpty();
      assertThat(bench.intents()).isEmpty();
    }
  }

  @Test
  void aDriverThatBreaksItsWordIsUndoneToo() {
    try (Bench bench = new Bench(Bench.KEYED)) {
      bench.faults().none();
      bench.breakAfter("allocate [full, spare]");

      assertThatThrownBy(() -> bench.joint.allocateTogether(bench.request()))
          .isInstanceOf(IllegalStateException.class);

      assertThat(bench.more()).isEmpty();
      assertThat(bench.intents()).isEmpty();
    }
  }
}
