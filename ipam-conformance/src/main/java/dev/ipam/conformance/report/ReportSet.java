package dev.ipam.conformance.report;

import dev.ipam.conformance.parity.Difference;
import dev.ipam.conformance.parity.ParityReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is published of runs of the kit on one driver or several: a page for people, and the same
 * for programs. It names no host, no user, no path and no server, whatever a driver's messages say.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class ReportSet {
  /** The name of the page. */
  public static final String HTML = "conformance.html";

  /** The name of the file for programs. */
  public static final String JSON = "conformance.json";

  /** The name of the file for tools that show the results of tests. */
  public static final String JUNIT = "TEST-ipam-conformance.xml";

  private final List<ConformanceReport> reports;
  private final @Nullable ParityReport parity;
  private final List<String> differences;

  private ReportSet(
      List<ConformanceReport> reports, @Nullable ParityReport parity, List<String> differences) {
    this.reports = reports;
    this.parity = parity;
    this.differences = differences;
  }

  /**
   * Takes the report of one driver.
   *
   * @param report the report
   * @return the set
   */
  public static ReportSet of(ConformanceReport report) {
    return of(List.of(report), null);
  }

  /**
   * Takes the reports of several drivers.
   *
   * @param reports the reports, one at least
   * @param parity how the drivers compare, or {@code null} where that was not checked
   * @return the set
   */
  public static ReportSet of(List<ConformanceReport> reports, @Nullable ParityReport parity) {
    if (reports.isEmpty()) {
      throw new IllegalArgumentException("a report is about one driver at least");
    }
    Publishable publishable = Publishable.here();
    List<Difference> found = parity == null ? List.of() : parity.differences();
    return new ReportSet(
        reports.stream().map(publishable::of).toList(),
        parity,
        publishable.texts(found.stream().map(Difference::toString).toList()));
  }

  /**
   * Returns the reports, fit for publication.
   *
   * @return the reports, in the order given
   */
  public List<ConformanceReport> reports() {
    return reports;
  }

  @Nullable ParityReport parity() {
    return parity;
  }

  List<String> differences() {
    return differences;
  }

  /**
   * Tells whether all is well.
   *
   * @return whether every driver passed, and, where that was checked, they are at parity
   */
  public boolean passed() {
    return reports.stream().allMatch(ConformanceReport::passed) && differences.isEmpty();
  }

  /**
   * Returns the page: one file that needs no other, runs no script and loads nothing.
   *
   * @return HTML
   */
  public String html() {
    return HtmlReport.of(this);
  }

  /**
   * Returns all of it for programs; docs/conformance-report.md says what the fields mean.
   *
   * @return JSON
   */
  public String json() {
    return JsonReport.of(this);
  }

  /**
   * Returns the results as tools know them from tests: a suite for each driver and chapter, a case
   * for each rule and check.
   *
   * @return XML
   */
  public String junitXml() {
    return JUnitReport.of(this);
  }

  /**
   * Returns what a console has room for: a line for each chapter and check, and whatever is broken.
   *
   * @return lines of text
   */
  public String text() {
    return TextReport.of(this);
  }

  /**
   * Returns the same without what is broken in detail, for a console that shows that already.
   *
   * @return lines of text
   */
  public String summary() {
    return TextReport.summary(this);
  }

  /**
   * Writes {@link #HTML}, {@link #JSON} and {@link #JUNIT}, over those of an earlier run.
   *
   * @param directory where to; made if it is missing
   * @throws IOException if they cannot be written
   */
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(HTML), html(), StandardCharsets.UTF_8);
    Files.writeString(directory.resolve(JSON), json(), StandardCharsets.UTF_8);
    Files.writeString(directory.resolve(JUNIT), junitXml(), StandardCharsets.UTF_8);
  }
}
