package dev.ipam.conformance.junit;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.check.ConformanceCheck;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.report.CheckSummary;
import dev.ipam.conformance.report.ConformanceReport;
import dev.ipam.conformance.report.ReportSet;
import dev.ipam.conformance.report.RuleResult;
import dev.ipam.conformance.report.Status;
import dev.ipam.conformance.run.Conformance;
import dev.ipam.conformance.run.Session;
import dev.ipam.spi.Capability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The conformance kit as a JUnit test class, which a vendor extends:
 *
 * <pre>{@code
 * public final class AcmeConformanceTest extends DriverConformance {
 *   public IpamDriverProvider provider() {
 *     return new AcmeProvider();
 *   }
 *   public Set<Capability> capabilities() {
 *     return EnumSet.of(Capability.POLICIES, Capability.BULK, Capability.DURABLE);
 *   }
 *   public Map<String, String> newStore() {
 *     return Map.of("ipam.acme.path", Temp.newDirectory().resolve("store").toString());
 *   }
 *   public void destroy(Map<String, String> store) {
 *     Temp.delete(store.get("ipam.acme.path"));
 *   }
 * }
 * }</pre>
 *
 * <p>There is a test for every rule that binds drivers, by chapter, and one for every check over
 * many rules. A rule that is not applicable, not proven or a known gap is a test that was skipped,
 * with the reason. Last comes a summary, on standard output. Seed, effort, threads and the rules to
 * run are system properties ({@link Conformance#of}).
 *
 * @since 0.1
 */
@Execution(ExecutionMode.SAME_THREAD)
public abstract class DriverConformance implements DriverUnderTest {
  private static final int MESSAGES = 3;

  /** For subclasses. */
  protected DriverConformance() {}

  /**
   * Makes the tests.
   *
   * @return a container for every chapter, and one for the checks
   */
  @TestFactory
  final Stream<DynamicNode> contract() {
    Session session = Conformance.of(this).session();
    List<DynamicNode> nodes = new ArrayList<>();
    session.rules().stream()
        .map(ContractRule::chapter)
        .distinct()
        .forEach(chapter -> nodes.add(chapter(session, chapter)));
    nodes.add(
        dynamicContainer(
            "Checks over many rules",
            session.checks().stream()
                .map(check -> dynamicTest(check.name(), () -> check(session, check)))));
    nodes.add(dynamicTest("Report", () -> report(session)));
    return nodes.stream();
  }

  /**
   * Called once, after everything ran; does nothing by default. Whatever it throws fails the test
   * "Report".
   *
   * @param report what was found
   * @throws IOException if the report cannot be written
   */
  protected void reported(ConformanceReport report) throws IOException {}

  private static DynamicContainer chapter(Session session, int chapter) {
    return dynamicContainer(
        chapter + ". " + Contract.current().chapter(chapter),
        session.rules().stream()
            .filter(rule -> rule.chapter() == chapter)
            .map(rule -> dynamicTest(name(session, rule), () -> rule(session, rule))));
  }

  private static String name(Session session, ContractRule rule) {
    Set<Capability> missing = session.missing(rule);
    String name = rule.title() + " " + rule.sentence();
    return missing.isEmpty()
        ? name
        : "[without %s] %s"
            .formatted(missing.stream().map(Enum::name).collect(Collectors.joining(", ")), name);
  }

  private void report(Session session) throws IOException {
    ConformanceReport report = session.report();
    System.out.println(ReportSet.of(report).summary());
    reported(report);
  }

  /** What is not shown to hold is a test that was skipped, with the reason. */
  private static void judge(Status status, String reason, List<String> messages) {
    switch (status) {
      case PASSED -> {}
      case FAILED -> throw broken(messages);
      default -> abort(status.label() + ": " + reason);
    }
  }

  private static void abort(String reason) {
    try {
      Assumptions.abort(reason);
    } catch (RuntimeException aborted) {
      aborted.setStackTrace(new StackTraceElement[0]);
      throw aborted;
    }
  }

  /** Where in the kit a rule was found broken says nothing about the driver. */
  private static AssertionError broken(List<String> messages) {
    String text = String.join("\n\n", messages.stream().limit(MESSAGES).toList());
    int more = messages.size() - MESSAGES;
    AssertionError error =
        new AssertionError(
            more <= 0 ? text : text + "\n\n… and " + more + " more, which are in the report");
    error.setStackTrace(new StackTraceElement[0]);
    return error;
  }

  private static void rule(Session session, ContractRule rule) {
    RuleResult result = session.decided(rule);
    judge(result.status(), result.reason(), result.messages());
  }

  private static void check(Session session, ConformanceCheck check) {
    CheckSummary summary = session.checked(check);
    judge(summary.status(), summary.reason(), summary.messages());
  }
}
