package dev.ipam.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.conformance.check.CheckResult;
import dev.ipam.conformance.check.Finding;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.report.CheckSummary;
import dev.ipam.conformance.report.RuleResult;
import dev.ipam.conformance.report.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of a rule when tests, checks and known gaps say different things. */
class VerdictsTest {
  private static final ContractRule RULE = Contract.current().rule("6.01");

  private final Verdicts plain = new Verdicts(Map.of(), 7);
  private final Verdicts gap = new Verdicts(Map.of("6.01", "no lock yet"), 7);

  @Test
  void theWorstCounts() {
    Finding passed = Finding.passed("6.01");
    Finding failed = Finding.failed("6.01", "two hold it");
    Finding notProven = Finding.notProven("6.01", "given up");

    assertThat(of(plain, passed).status()).isEqualTo(Status.PASSED);
    assertThat(of(plain, passed, notProven).status()).isEqualTo(Status.NOT_PROVEN);
    assertThat(of(plain, passed, notProven).reason()).isEqualTo("given up");
    assertThat(of(plain, passed, failed, notProven).status()).isEqualTo(Status.FAILED);
    assertThat(of(plain, passed, failed, notProven).messages()).containsExactly("two hold it");
  }

  @Test
  void aRuleThatNobodyLookedAtIsNotProven() {
    assertThat(of(plain).status()).isEqualTo(Status.NOT_PROVEN);
    assertThat(of(plain).reason()).isNotBlank();
  }

  @Test
  void aKnownGapDoesNotFailUntilItPasses() {
    RuleResult broken = of(gap, Finding.failed("6.01", "two hold it"));
    RuleResult mended = of(gap, Finding.passed("6.01"));

    assertThat(broken.status()).isEqualTo(Status.KNOWN_GAP);
    assertThat(broken.reason()).isEqualTo("no lock yet");
    assertThat(broken.messages()).containsExactly("two hold it");
    assertThat(mended.status()).isEqualTo(Status.FAILED);
    assertThat(mended.messages()).singleElement().asString().contains("known gap", "remove it");
  }

  @Test
  void aKnownGapNeedsARuleAndAReason() {
    assertThatThrownBy(() -> new Verdicts(Map.of("9.99", "why"), 1)).hasMessageContaining("9.99");
    assertThatThrownBy(() -> new Verdicts(Map.of("1.01", "a value rule"), 1))
        .hasMessageContaining("1.01");
    assertThatThrownBy(() -> new Verdicts(Map.of("6.01", " "), 1)).hasMessageContaining("reason");
  }

  @Test
  void aCheckThatFoundOnlyKnownGapsDoesNotFail() {
    CheckSummary summary =
        new CheckSummary(
            "model",
            "steps",
            Status.FAILED,
            "",
            Map.of(),
            List.of(),
            List.of("m"),
            1,
            Duration.ZERO);
    Finding known = Finding.failed("6.01", "m");
    Finding other = Finding.failed("3.01", "m");

    assertThat(gap.of(new CheckResult(summary, List.of(known))).status())
        .isEqualTo(Status.KNOWN_GAP);
    assertThat(gap.of(new CheckResult(summary, List.of(known, other))).status())
        .isEqualTo(Status.FAILED);
    assertThat(gap.of(new CheckResult(summary, List.of())).status()).isEqualTo(Status.FAILED);
    assertThat(plain.of(new CheckResult(summary, List.of(known))).status())
        .isEqualTo(Status.FAILED);
  }

  @Test
  void rulesOfOthersAreListed() {
    assertThat(plain.elsewhere(Contract.current().rule("1.01")).reason()).contains("ipam-api");
    assertThat(plain.elsewhere(Contract.current().rule("6.03")).reason()).contains("reading");
  }

  private static RuleResult of(Verdicts verdicts, Finding... findings) {
    return verdicts.of(RULE, List.of("check:x"), List.of(findings), Duration.ZERO);
  }
}
