package dev.ipam.conformance.report;

import java.util.List;

/** Writes the choice of which rules to show; it has one place and holds for every driver's. */
final class RuleFilter {
  private final Html html;
  private final List<ConformanceReport> reports;

  RuleFilter(Html html, List<ConformanceReport> reports) {
    this.html = html;
    this.reports = reports;
  }

  void write() {
    html.open("form", "class", "filter", "aria-label", "Rules to show");
    choice("all", "all rules", total(), true);
    for (Status status : Status.values()) {
      int count = reports.stream().mapToInt(each -> each.counts().get(status)).sum();
      if (count > 0) {
        choice(Marks.name(status), status.label(), count, false);
      }
    }
    html.close().newLine();
  }

  private int total() {
    return reports.stream().mapToInt(report -> report.results().size()).sum();
  }

  private void choice(String value, String label, int count, boolean chosen) {
    html.open("label", "class", "choice " + value);
    String id = "show-" + value;
    if (chosen) {
      html.empty(
          "input", "type", "radio", "name", "show", "id", id, "value", value, "checked", "checked");
    } else {
      html.empty("input", "type", "radio", "name", "show", "id", id, "value", value);
    }
    html.element("b", Integer.toString(count)).text(" " + label).close();
  }
}
