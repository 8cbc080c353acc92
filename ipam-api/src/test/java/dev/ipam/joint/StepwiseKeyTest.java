package dev.ipam.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.IdempotencyConflictException;
import dev.ipam.error.IpamException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.error.UnsupportedException;
import dev.ipam.memory.Faults.Fault;
import dev.ipam.memory.Memory;
import dev.ipam.memory.MemoryDriver;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.spi.Capability;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Rules IPAM-3.44 to 3.51 for joint requests that are served part by part. */
class StepwiseKeyTest {
  private static final List<Fault> FAILURES =
      List.of(Fault.FAIL_BEFORE, Fault.LOST_BEFORE, Fault.LOST_AFTER);

  private static JointRequest order(Bench bench) {
    return bench.request().withKey("order-1");
  }

  @Test
  void theSameRequestAgainReturnsTheSameAndTakesNothing() {
    try (Bench bench = new Bench(Bench.KEYED)) {
      List<List<Allocation>> first = bench.joint.allocateTogether(order(bench));
      List<String> taken = bench.more();

      assertThat(bench.joint.allocateTogether(order(bench))).isEqualTo(first);
      assertThat(bench.more()).isEqualTo(taken);
      assertThat(bench.intents()).isEmpty();
    }
  }

  @Test
  void alsoWhenTheSubnetsAreFullByNow() {
    try (Bench bench = new Bench(Bench.KEYED)) {
      List<List<Allocation>> first = bench.joint.allocateTogether(order(bench));
      fill(bench, "v4");
      fill(bench, "spare");

      assertThat(bench.joint.allocateTogether(order(bench))).isEqualTo(first);
    }
  }

  private static void fill(Bench bench, String subnet) {
    assertThatThrownBy(
            () -> {
              while (true) {
                bench.driver.allocate(AllocationRequest.any(subnet));
              }
            })
        .isInstanceOf(NoAddressAvailableException.class);
  }

  @Test
  void anyFailureOfARetryTakesNothingFromTheCallThatSucceeded() {
    for (Fault failure : FAILURES) {
      boolean failed = true;
      for (int write = 0; failed; write++) {
        try (Bench bench = new Bench(Bench.KEYED)) {
          List<List<Allocation>> first = bench.joint.allocateTogether(order(bench));
          bench.faults().at(write, failure);
          failed = false;
          try {
            bench.joint.allocateTogether(order(bench));
          } catch (IpamException e) {
            failed = true;
          }
          bench.faults().none();
          assertThat(bench.more()).isEqualTo(Bench.named(first));
          assertThat(bench.joint.allocateTogether(order(bench))).isEqualTo(first);
          bench.reopen();
          assertThat(bench.more()).isEqualTo(Bench.named(first));
        }
      }
    }
  }

  @Test
  void partlyReleasedItConflictsAndChangesNothing() {
    int all = 6;
    for (int released = 0; released < all; released++) {
      try (Bench bench = new Bench(Bench.KEYED)) {
        List<Allocation> taken = new ArrayList<>();
        bench.joint.allocateTogether(order(bench)).forEach(taken::addAll);
        bench.driver.release(ReleaseRequest.of(taken.get(released)));
        fill(bench, "v4");
        List<String> left = bench.held();

        assertThatThrownBy(() -> bench.joint.allocateTogether(order(bench)))
            .isInstanceOf(IdempotencyConflictException.class)
            .hasMessageContaining("\"order-1\"");

        assertThat(bench.held()).isEqualTo(left);
        bench.reopen();
        assertThat(bench.held()).isEqualTo(left);
      }
    }
  }

  @Test
  void releasedTheKeyIsFree() {
    try (Bench bench = new Bench(Bench.KEYED)) {
      List<List<Allocation>> first = bench.joint.allocateTogether(order(bench));
      first.forEach(part -> part.forEach(each -> bench.driver.release(ReleaseRequest.of(each))));

      JointRequest other = JointRequest.of(AllocationRequest.any("spare")).withKey("order-1");
      List<List<Allocation>> second = bench.joint.allocateTogether(other);

      assertThat(bench.more()).isEqualTo(Bench.named(second)).hasSize(1);
    }
  }

  @Test
  void anotherRequestUnderTheKeyConflictsAndChangesNothing() {
    try (Bench bench = new Bench(Bench.KEYED)) {
      List<AllocationRequest> parts = order(bench).parts();
      bench.joint.allocateTogether(order(bench));
      List<String> taken = bench.more();
      List<AllocationRequest> longer = new ArrayList<>(parts);
      longer.add(AllocationRequest.any("v4"));
      List<AllocationRequest> changed = new ArrayList<>(parts);
      changed.set(2, AllocationRequest.any("v4"));

      for (List<AllocationRequest> other :
          List.of(longer, changed, parts.subList(0, 3), parts.subList(0, 1))) {
        assertThatThrownBy(() -> bench.joint.allocateTogether(new JointRequest(other, "order-1")))
            .isInstanceOf(IdempotencyConflictException.class);
      }

      assertThat(bench.more()).isEqualTo(taken);
    }
  }

  @Test
  void aKeyOfAnotherKindOfRequestConflicts() {
    try (Bench bench = new Bench(Bench.KEYED)) {
      bench.driver.allocate(AllocationRequest.any("v4").withKey("order-1"));
      List<String> taken = bench.more();

      assertThatThrownBy(() -> bench.joint.allocateTogether(order(bench)))
          .isInstanceOf(IdempotencyConflictException.class);
      assertThat(bench.more()).isEqualTo(taken);
    }
  }

  @Test
  void aFailureBindsNoKey() {
    try (Bench bench = new Bench(Bench.KEYED)) {
      JointRequest bad =
          JointRequest.of(AllocationRequest.any("v4"), AllocationRequest.any("full"));
      assertThatThrownBy(() -> bench.joint.allocateTogether(bad.withKey("order-1")))
          .isInstanceOf(NoAddressAvailableException.class);

      assertThat(bench.joint.allocateTogether(order(bench))).hasSize(4);
      assertThat(bench.more()).hasSize(6);
    }
  }

  @Test
  void aRetryAfterAnOutageUndoesWhatWasLeftFirst() {
    try (Bench bench = new Bench(Bench.KEYED)) {
      bench.faults().from(8, Fault.LOST_AFTER);
      assertThatThrownBy(() -> bench.joint.allocateTogether(order(bench)))
          .isInstanceOf(IpamException.class);
      assertThat(bench.more()).isNotEmpty();
      assertThatThrownBy(() -> bench.joint.allocateTogether(order(bench)))
          .isInstanceOf(IpamException.class);
      bench.faults().none();

      List<String> taken = Bench.named(bench.joint.allocateTogether(order(bench)));

      assertThat(bench.more()).isEqualTo(taken).hasSize(6);
      bench.reopen();
      assertThat(bench.more()).isEqualTo(taken);
    }
  }

  @Test
  void whatARetryReturnsIsNeverUndoneLater() {
    for (int stumble = 0; stumble < 6; stumble++) {
      boolean failed = true;
      for (int outage = 0; failed; outage++) {
        try (Bench bench = new Bench(Bench.KEYED)) {
          bench.faults().from(outage, Fault.FAIL_BEFORE);
          failed = taken(bench).isEmpty();
          bench.faults().at(stumble, Fault.FAIL_BEFORE);

          List<String> returned = taken(bench);
          bench.reopen();

          if (failed) {
            assertThat(bench.more())
                .as("outage from write %s, then a failure of write %s", outage, stumble)
                .isEqualTo(returned);
          }
        }
      }
    }
  }

  private static List<String> taken(Bench bench) {
    try {
      return Bench.named(bench.joint.allocateTogether(order(bench)));
    } catch (IpamException e) {
      return List.of();
    }
  }

  @Test
  void worksWithoutGroupsAndTokensToo() {
    Set<Capability> few = EnumSet.of(Capability.KEYS, Capability.BULK);
    try (Bench bench = new Bench(few)) {
      List<List<Allocation>> first = bench.joint.allocateTogether(order(bench));
      bench.reopen();

      assertThat(bench.joint.allocateTogether(order(bench))).isEqualTo(first);
      assertThat(bench.more()).isEqualTo(Bench.named(first));
    }
  }

  @Test
  void inASharedStoreAKeyIsRefused() {
    try (Bench bench = new Bench(Memory.without(Capability.ALL_OR_NONE))) {
      assertThatThrownBy(() -> bench.joint.allocateTogether(order(bench)))
          .isInstanceOf(UnsupportedException.class)
          .hasMessageContaining("ALL_OR_NONE");
      assertThat(bench.joint.allocateTogether(bench.request())).hasSize(4);
    }
  }

  @Test
  void withoutKeysAKeyIsRefused() {
    try (Bench bench = new Bench(EnumSet.of(Capability.BULK))) {
      assertThatThrownBy(() -> bench.joint.allocateTogether(order(bench)))
          .isInstanceOf(UnsupportedException.class)
          .hasMessageContaining("KEYS");
      assertThat(bench.more()).isEmpty();
    }
  }

  @Test
  void ofManyAtOnceOneTakesAndAllReturnIt() throws InterruptedException, ExecutionException {
    try (Bench bench = new Bench(Bench.KEYED)) {
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        List<Future<List<List<Allocation>>>> answers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
          JointRequest request = bench.request().withKey("order-1");
          answers.add(threads.submit(() -> bench.joint.allocateTogether(request)));
        }
        for (Future<List<List<Allocation>>> answer : answers) {
          assertThat(answer.get()).isEqualTo(answers.get(0).get());
        }
        assertThat(bench.more()).isEqualTo(Bench.named(answers.get(0).get())).hasSize(6);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void aProbeBindsNothingAndChangesNothing() {
    try (Bench bench = new Bench(Bench.KEYED)) {
      MemoryDriver driver = bench.driver;
      assertThat(KeyProbe.isBound(driver, "k")).isFalse();
      assertThat(KeyProbe.isBound(driver, "k")).isFalse();
      driver.allocate(AllocationRequest.any("v4").withKey("k"));
      assertThat(KeyProbe.isBound(driver, "k")).isTrue();
      assertThat(bench.more()).hasSize(1);
    }
  }
}
