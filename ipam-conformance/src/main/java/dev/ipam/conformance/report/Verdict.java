package dev.ipam.conformance.report;

import java.util.ArrayList;
import java.util.List;

/** Says in a sentence what a run means, and nothing that it does not mean. */
final class Verdict {
  private Verdict() {}

  private static int count(ConformanceReport report, Status status) {
    return report.counts().getOrDefault(status, 0);
  }

  static String of(ConformanceReport report) {
    int failed = count(report, Status.FAILED);
    long checks = report.checks().stream().filter(check -> check.status().fails()).count();
    if (failed + checks > 0) {
      List<String> broken = new ArrayList<>();
      if (failed > 0) {
        broken.add(failed == 1 ? "One rule is broken" : failed + " rules are broken");
      }
      if (checks > 0) {
        broken.add(checks == 1 ? "one check failed" : checks + " checks failed");
      }
      String text = String.join(", ", broken) + ".";
      return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
    int passed = count(report, Status.PASSED);
    int gaps = count(report, Status.KNOWN_GAP);
    int unproven = count(report, Status.NOT_PROVEN);
    StringBuilder text = new StringBuilder();
    text.append(passed == 1 ? "One rule holds" : passed + " rules hold");
    text.append(
        gaps == 0 ? "" : gaps == 1 ? ", one is a known gap" : ", " + gaps + " are known gaps");
    text.append(
        unproven == 0
            ? ""
            : unproven == 1 ? ", one is not proven" : ", " + unproven + " are not proven");
    return text.append(gaps == 0 ? ", none is broken." : ", no other is broken.").toString();
  }
}
