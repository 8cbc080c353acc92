package dev.ipam.conformance.run;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.report.CheckSummary;
import dev.ipam.conformance.report.ConformanceReport;
import dev.ipam.conformance.report.RuleResult;
import dev.ipam.conformance.report.Status;
import java.io.PrintStream;

/**
 * Runs the kit from the command line, without JUnit: {@code java -cp …
 * dev.ipam.conformance.run.Main com.acme.AcmeUnderTest}. What is wrong is printed as it is found,
 * and a summary at the end.
 *
 * @since 0.1
 */
public final class Main {
  private Main() {}

  /**
   * Runs the kit; ends the process with 0 where the driver conforms, 1 where it does not, 2 where
   * the kit could not be run.
   *
   * @param args the name of a public class that implements {@link DriverUnderTest}
   */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    if (args.length != 1) {
      err.println("Give the name of one class that implements " + DriverUnderTest.class.getName());
      return 2;
    }
    DriverUnderTest subject;
    try {
      subject =
          Class.forName(args[0]).asSubclass(DriverUnderTest.class).getConstructor().newInstance();
    } catch (ReflectiveOperationException | ClassCastException e) {
      err.println(
          args[0]
              + " cannot be made; it must be public, implement DriverUnderTest and have"
              + " a public constructor without parameters: "
              + e);
      return 2;
    }
    try {
      ConformanceReport report =
          Conformance.of(subject).run(rule -> print(rule, out), check -> print(check, out));
      summary(report, out);
      return report.passed() ? 0 : 1;
    } catch (IllegalStateException | IllegalArgumentException e) {
      err.println(e.getMessage());
      return 2;
    }
  }

  private static void print(RuleResult result, PrintStream out) {
    if (result.status() == Status.FAILED) {
      result.messages().forEach(message -> out.println(message + "\n"));
    }
  }

  private static void print(CheckSummary check, PrintStream out) {
    out.printf(
        "%s: %s %s in %.1f s%n",
        check.name(), check.status().label(), check.counts(), check.duration().toMillis() / 1e3);
    check.messages().forEach(message -> out.println(message + "\n"));
  }

  private static void summary(ConformanceReport report, PrintStream out) {
    out.printf(
        "%nDriver %s %s, seed %d, effort %s, %.1f s%n",
        report.driver(),
        report.version(),
        report.seed(),
        report.effort().label(),
        report.duration().toMillis() / 1e3);
    report.counts().forEach((status, count) -> out.printf("%6d %s%n", count, status.label()));
    out.println(report.passed() ? "The driver conforms." : "The driver does not conform.");
  }
}
