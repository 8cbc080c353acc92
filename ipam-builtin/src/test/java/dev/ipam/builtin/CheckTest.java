package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.builtin.store.SeededFault;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.CheckProblem;
import dev.ipam.spi.CheckReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The deep check: silent of a sound store, and it finds each kind of contradiction. */
class CheckTest {
  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void fill() {
    store = directory.resolve("store");
    try (BuiltinDriver driver = Opened.in(store)) {
      driver.createSubnet(
          SubnetRequest.of("a", "10.0.0.0/24").withRest(Duration.ofHours(1)).withKey("create"));
      driver.createScope(new AddressScope("scope", "project", IpFamily.IPV4, true));
      driver.createPool(
          SubnetPoolRequest.of("pool", Cidr.parse("10.1.0.0/16")).withScopeId("scope"));
      driver.createSubnet(SubnetRequest.fromPool("b", "pool", 24));
      driver.createSubnet(SubnetRequest.of("gone", "10.2.0.0/16"));
      driver.allocate(AllocationRequest.bulk("gone", 3000));
      driver.removeSubnet("gone", true);
      driver.allocate(AllocationRequest.bulk("a", 5).withOwner("me").withKey("five"));
      Allocation spent = driver.allocate(AllocationRequest.any("a")).get(0);
      driver.allocate(AllocationRequest.specific("a", IpAddress.parse("10.0.0.200")));
      driver.release(ReleaseRequest.of("a", IpAddress.parse("10.0.0.200")));
      driver.release(ReleaseRequest.of(spent));
      driver.allocate(AllocationRequest.any("b"));
      // The second time, so much has been touched that chunks are written.
      driver.createSubnet(SubnetRequest.of("large", "10.3.0.0/18"));
      driver.allocate(AllocationRequest.bulk("large", 8_000));
      driver.allocate(AllocationRequest.bulk("large", 5_000));
    }
  }

  private List<CheckProblem> problems() {
    List<CheckProblem> problems = new ArrayList<>();
    try (BuiltinDriver driver = Opened.in(store)) {
      CheckReport report = driver.check(problems::add);
      assertThat(report.problems()).isEqualTo(problems.size());
      assertThat(report.records()).isGreaterThan(20);
    } catch (StoreCorruptException e) {
      // Rows that are read when a store is opened need no check to be found.
      problems.add(new CheckProblem(e.part(), e.problem()));
    }
    return problems;
  }

  @Test
  void aSoundStoreHasNoProblems() {
    assertThat(problems()).isEmpty();
  }

  @Test
  void eachTableHasAFault() {
    assertThat(Arrays.stream(SeededFault.values()).map(SeededFault::table).distinct())
        .containsExactlyInAnyOrderElementsOf(SeededFault.tables());
  }

  /** What was released before anything was handed out is spent ahead of a pass at its start. */
  @Test
  void aPassThatHasNotMovedIsSound() {
    try (BuiltinDriver driver = Opened.in(store)) {
      driver.createSubnet(SubnetRequest.of("still", "10.9.0.0/24"));
      IpAddress address = IpAddress.parse("10.9.0.9");
      driver.allocate(AllocationRequest.specific("still", address));
      driver.release(ReleaseRequest.of("still", address));
      driver.allocate(AllocationRequest.specific("still", address));
    }
    assertThat(problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whateverIsDoneTheStoreIsSound(long seed) {
    Path other = directory.resolve("other");
    ManualClock clock = new ManualClock();
    List<SnapshotRecord> exported = List.of();
    for (int opening = 0; opening < 4; opening++) {
      try (BuiltinDriver driver = Opened.with(Opened.context(other, clock))) {
        Workload workload =
            new Workload(seed * 31 + opening, driver, false, passed -> clock.millis += passed);
        for (int i = 0; i < 5; i++) {
          workload.run(40);
          List<CheckProblem> problems = new ArrayList<>();
          driver.check(problems::add);
          assertThat(problems).isEmpty();
        }
        exported = ExportTest.records(driver);
      }
    }
    try (BuiltinDriver copy = Opened.with(Opened.context(directory.resolve("copy"), clock))) {
      ExportTest.load(copy, exported);
      new Workload(seed, copy, false, passed -> clock.millis += passed).run(40);
      List<CheckProblem> problems = new ArrayList<>();
      copy.check(problems::add);
      assertThat(problems).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachKindOfContradictionIsFound(SeededFault fault) {
    fault.seed(store);
    assertThat(problems()).isNotEmpty().anyMatch(found -> found.toString().contains(fault.found()));
  }
}
