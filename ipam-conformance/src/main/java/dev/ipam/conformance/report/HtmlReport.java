package dev.ipam.conformance.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the page: who was tested and what came of it, then each driver, then how they compare. It
 * runs no script; which rules are shown is chosen by style alone, and a browser that does not know
 * how shows them all.
 */
final class HtmlReport {
  /** Nothing is loaded and nothing runs, even if something got past the escaping. */
  private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

  private final Html html = new Html();
  private final ReportSet set;

  private HtmlReport(ReportSet set) {
    this.set = set;
  }

  static String of(ReportSet set) {
    return new HtmlReport(set).write();
  }

  private String write() {
    String drivers =
        set.reports().stream().map(ConformanceReport::driver).collect(Collectors.joining(", "));
    html.open("html", "lang", "en").newLine().open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.element("title", "IPAM conformance: " + drivers);
    html.style(style()).close().newLine();
    html.open("body").open("main").newLine();
    List<ConformanceReport> reports = set.reports();
    if (reports.size() > 1) {
      new SeveralDrivers(html, set).write();
    }
    RuleFilter filter = new RuleFilter(html, reports);
    if (reports.size() > 1) {
      filter.write();
    }
    for (int i = 0; i < reports.size(); i++) {
      ConformanceReport report = reports.get(i);
      new DriverSection(html, report, i + 1, reports.size() > 1)
          .write(reports.size() > 1 ? () -> {} : filter::write);
    }
    footer();
    return html.close().close().newLine().close().done();
  }

  private void footer() {
    html.open("footer").open("p");
    html.text(
        "A rule that needs a capability which the driver lacks is not applicable: the kit has seen"
            + " the driver refuse what needs it. A rule checked elsewhere binds the library around"
            + " the driver, or is checked by reading. Paths, hosts, users and servers are left out"
            + " of messages.");
    html.close().open("p").text("The same for programs: ");
    html.element("a", ReportSet.JSON, "href", ReportSet.JSON).text(" and ");
    html.element("a", ReportSet.JUNIT, "href", ReportSet.JUNIT).text(".").close().close().newLine();
  }

  private static String style() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is missing beside " + HtmlReport.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
