package dev.ipam.conformance.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.MemoryBuiltinUnderTest;
import dev.ipam.conformance.check.Finding;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.memory.MemoryUnderTest;
import dev.ipam.conformance.report.Status;
import dev.ipam.conformance.rules.RuleRunner;
import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.request.Allocation;
import dev.ipam.request.JointRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Faults of drivers that lack what the tests of a rule once looked with. */
class WithoutCapabilitiesTest {
  private static final Set<Capability> ALL = new MemoryUnderTest().capabilities();

  @Test
  void aFeedThatLosesChangesIsFoundWhereTokensTellNothing() {
    DriverUnderTest builtin = new MemoryBuiltinUnderTest();
    UnaryOperator<IpamDriver> losing =
        DumpMutants.telling(all -> all.size() > 1 ? all.subList(1, all.size()) : all);
    UnaryOperator<IpamDriver> noTokens =
        Tamper.with(
            "allocate",
            call ->
                ((List<?>) call.answer()).stream().map(each -> plain((Allocation) each)).toList());

    assertThat(run("7.23", Other.changed(builtin, noTokens))).isEqualTo(Finding.passed("7.23"));
    assertThat(
            run("7.23", Other.changed(builtin, driver -> noTokens.apply(losing.apply(driver))))
                .status())
        .isEqualTo(Status.FAILED);
  }

  private static Allocation plain(Allocation allocation) {
    return new Allocation(
        allocation.subnetId(),
        allocation.address(),
        allocation.owner(),
        allocation.allocatedAt(),
        allocation.kind(),
        1,
        allocation.key(),
        allocation.context());
  }

  @Test
  void aBrokenResultOfSeveralRequestsIsAConflictWithoutBulk() {
    Set<Capability> noBulk = EnumSet.copyOf(ALL);
    noBulk.remove(Capability.BULK);
    UnaryOperator<IpamDriver> remembering = WithoutCapabilitiesTest::remembering;

    assertThat(run("3.50", new MemoryUnderTest(noBulk)).status()).isEqualTo(Status.PASSED);
    assertThat(run("3.50", Other.changed(new MemoryUnderTest(noBulk), remembering)).status())
        .isEqualTo(Status.FAILED);
  }

  private static IpamDriver remembering(IpamDriver real) {
    Map<String, Object> results = new ConcurrentHashMap<>();
    return Tamper.with(
            "allocateTogether",
            call -> {
              String key = call.argument(0, JointRequest.class).key();
              if (key != null && results.containsKey(key)) {
                return results.get(key);
              }
              Object answer = call.answer();
              if (key != null) {
                results.put(key, answer);
              }
              return answer;
            })
        .apply(real);
  }

  @Test
  void whatIsRefusedToThreadsWhileAStreamIsOpenIsFound() {
    AtomicInteger open = new AtomicInteger();
    UnaryOperator<IpamDriver> busy =
        Tamper.with(
            Set.of("allocations", "allocate"),
            call -> {
              if (call.operation().equals("allocations")) {
                open.incrementAndGet();
                return ((Stream<?>) call.answer()).onClose(open::decrementAndGet);
              }
              if (open.get() > 0 && Thread.currentThread().getName().endsWith("at-once")) {
                throw new UnavailableException(
                    "memory", "no connection is left", Outcome.NOT_APPLIED, null);
              }
              return call.answer();
            });

    assertThat(run("3.62", new MemoryUnderTest(busy)).status()).isEqualTo(Status.FAILED);
  }

  private static Finding run(String rule, DriverUnderTest subject) {
    return new RuleRunner(subject, subject.capabilities(), 1).run(Contract.current().rule(rule));
  }
}
