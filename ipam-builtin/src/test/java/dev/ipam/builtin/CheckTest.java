package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.builtin.store.SeededFault;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.CheckProblem;
import dev.ipam.spi.CheckReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The deep check: silent of a sound store, and it finds each kind of contradiction. */
class CheckTest {
  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void fill() {
    store = directory.resolve("store");
    try (BuiltinDriver driver = Opened.in(store)) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24").withKey("create"));
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
    }
  }

  private List<CheckProblem> problems() {
    List<CheckProblem> problems = new ArrayList<>();
    try (BuiltinDriver driver = Opened.in(store)) {
      CheckReport report = driver.check(problems::add);
      assertThat(report.problems()).isEqualTo(problems.size());
      assertThat(report.records()).isGreaterThan(20);
    }
    return problems;
  }

  @Test
  void aSoundStoreHasNoProblems() {
    assertThat(problems()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void eachKindOfContradictionIsFound(SeededFault fault) {
    fault.seed(store);
    assertThat(problems()).isNotEmpty().anyMatch(found -> found.toString().contains(fault.found()));
  }
}
