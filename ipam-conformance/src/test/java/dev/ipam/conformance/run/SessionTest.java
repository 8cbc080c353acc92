package dev.ipam.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.conformance.Breakable;
import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.Effort;
import dev.ipam.conformance.memory.FaultyUnderTest;
import dev.ipam.conformance.memory.MemoryUnderTest;
import dev.ipam.conformance.report.CheckSummary;
import dev.ipam.conformance.report.ConformanceReport;
import dev.ipam.conformance.report.RuleResult;
import dev.ipam.conformance.report.Status;
import dev.ipam.conformance.rules.RuleRunner;
import dev.ipam.request.Usage;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import java.math.BigInteger;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One fault is told once, where a vendor can mend it. */
class SessionTest {
  private static IpamDriver withoutUsage(IpamDriver driver) {
    return new Breakable(driver) {
      @Override
      public Usage usage(String subnetId) {
        throw new UnsupportedOperationException("not written yet");
      }
    };
  }

  @Test
  void anExceptionIsToldAtTheFirstRuleThatItEnds() {
    ConformanceReport report =
        run(new MemoryUnderTest(SessionTest::withoutUsage), "2.02,2.03,2.04");

    assertThat(report.passed()).isFalse();
    assertThat(result(report, "2.02").status()).isEqualTo(Status.FAILED);
    for (String other : List.of("2.03", "2.04")) {
      assertThat(result(report, other).status()).as(other).isEqualTo(Status.NOT_PROVEN);
      assertThat(result(report, other).reason())
          .startsWith(
              "its tests ended like those of IPAM-2.02: the driver threw"
                  + " java.lang.UnsupportedOperationException: not written yet at ");
    }
  }

  @Test
  void anExceptionOfAKnownGapHidesNothing() {
    DriverUnderTest subject =
        new Changed(new MemoryUnderTest(SessionTest::withoutUsage)) {
          @Override
          public Map<String, String> knownGaps() {
            return Map.of("2.02", "no usage");
          }
        };
    ConformanceReport report = run(subject, "2.02,2.03,2.04");

    assertThat(result(report, "2.02").status()).isEqualTo(Status.KNOWN_GAP);
    assertThat(result(report, "2.03").status()).isEqualTo(Status.FAILED);
    assertThat(result(report, "2.04").status()).isEqualTo(Status.NOT_PROVEN);
  }

  @Test
  void aCapabilityThatIsNotThereIsToldBeforeAnythingIsRun() {
    Set<Capability> fewer = EnumSet.copyOf(new MemoryUnderTest().capabilities());
    fewer.remove(Capability.GROUPS);
    DriverUnderTest subject =
        new Changed(new MemoryUnderTest(fewer)) {
          @Override
          public Set<Capability> capabilities() {
            return new MemoryUnderTest().capabilities();
          }
        };
    ConformanceReport report = run(subject, "");

    assertThat(report.results().stream().filter(result -> result.status().fails()))
        .singleElement()
        .satisfies(
            result ->
                assertThat(result.messages())
                    .singleElement()
                    .asString()
                    .contains("IPAM-6.23", "[GROUPS] is declared", "does not have it")
                    .doesNotContain("BULK"));
    assertThat(result(report, "4.05").status()).isEqualTo(Status.NOT_PROVEN);
    assertThat(report.checks()).allMatch(check -> check.status() == Status.NOT_PROVEN);
    assertThat(run(subject, "2.35").passed()).as("whatever was selected").isFalse();
  }

  @Test
  void whatIsWrongInOneThreadIsNotToldAgainByThreads() {
    ConformanceReport report =
        run(
            new MemoryUnderTest(
                driver ->
                    new Breakable(driver) {
                      @Override
                      public Usage usage(String subnetId) {
                        Usage right = super.usage(subnetId);
                        return new Usage(
                            subnetId,
                            right.capacity(),
                            right.allocated(),
                            right.free(),
                            right.resting(),
                            right.outsidePools().add(BigInteger.ONE),
                            right.nextRested());
                      }
                    }),
            "model,6.01");

    assertThat(check(report, "model").status()).isEqualTo(Status.FAILED);
    assertThat(check(report, "concurrency").status()).isEqualTo(Status.NOT_PROVEN);
    assertThat(check(report, "concurrency").reason())
        .contains("mend what check model found first (IPAM-3.66)");
    assertThat(result(report, "6.01").status()).isEqualTo(Status.NOT_PROVEN);
    assertThat(report.passed()).isFalse();
  }

  @Test
  void whatWasNotSelectedIsInTheReport() {
    ConformanceReport report = run(new MemoryUnderTest(), "2.35");

    assertThat(result(report, "2.35").status()).isEqualTo(Status.PASSED);
    assertThat(result(report, "2.36").status()).isEqualTo(Status.NOT_PROVEN);
    assertThat(result(report, "2.36").reason()).isEqualTo("it was not run: only 2.35 was to be");
    assertThat(report.checks()).isEmpty();
  }

  @Test
  void aDriverThatHangsFailsTheCheckAndTheReportIsMade() {
    ConformanceReport report =
        new Session(kit(FaultyUnderTest.hanging(), "model,concurrency"), Duration.ofSeconds(1))
            .report();

    assertThat(check(report, "model").status()).isEqualTo(Status.FAILED);
    assertThat(check(report, "model").messages())
        .singleElement()
        .asString()
        .startsWith("check model was ended: it had not ended after 1 s, and was at ");
    assertThat(check(report, "concurrency").status()).isEqualTo(Status.NOT_PROVEN);
    assertThat(report.passed()).isFalse();
  }

  @Test
  void aDriverThatThrowsWhenItIsOpenedFailsTheCheckAndTheReportIsMade() {
    ConformanceReport report = run(FaultyUnderTest.notOpenedAfter(1), "2.35,model");

    assertThat(check(report, "model").messages())
        .singleElement()
        .asString()
        .startsWith(
            "check model was ended: the driver threw java.lang.NullPointerException: no pool of"
                + " connections at ");
    assertThat(result(report, "2.35").messages())
        .singleElement()
        .asString()
        .contains("expected: a new store is created and opened")
        .contains("the driver threw java.lang.NullPointerException: no pool of connections at ");
  }

  @Test
  void aDriverThatCannotBeClosedHidesNothing() {
    ConformanceReport report = run(FaultyUnderTest.notClosed(), "model");

    assertThat(check(report, "model").messages())
        .singleElement()
        .asString()
        .contains("opening the store again threw java.lang.IllegalStateException: closed already");
  }

  @Test
  void aFaultOfTheKitIsNotBlamedOnTheDriver() {
    assertThat(RuleRunner.ending(new MemoryUnderTest(), new IllegalStateException("no step")))
        .startsWith(
            "the kit itself failed, which is no fault of the driver's:"
                + " java.lang.IllegalStateException: no step at ");
  }

  @Test
  void aStoreThatDoesNotOpenIsRemoved() {
    FaultyUnderTest subject = FaultyUnderTest.notOpenedAfter(0);

    assertThatThrownBy(() -> run(subject, "model"))
        .isInstanceOf(DriverNotOpenedException.class)
        .hasMessageContaining("NullPointerException: no pool of connections");
    assertThat(subject.destroyed()).hasSize(1);
  }

  private static ConformanceReport run(DriverUnderTest subject, String selection) {
    return kit(subject, selection).run();
  }

  private static Conformance kit(DriverUnderTest subject, String selection) {
    return new Conformance(subject, Effort.DEFAULT, 1, 1, Selection.of(selection));
  }

  private static RuleResult result(ConformanceReport report, String id) {
    return report.results().stream()
        .filter(result -> result.rule().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static CheckSummary check(ConformanceReport report, String name) {
    return report.checks().stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** A driver under test of which a little is declared otherwise. */
  private abstract static class Changed implements DriverUnderTest {
    private final DriverUnderTest base;

    Changed(DriverUnderTest base) {
      this.base = base;
    }

    @Override
    public IpamDriverProvider provider() {
      return base.provider();
    }

    @Override
    public Set<Capability> capabilities() {
      return base.capabilities();
    }

    @Override
    public Map<String, String> newStore() {
      return base.newStore();
    }
  }
}
