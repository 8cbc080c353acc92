package dev.ipam.conformance.report;

import dev.ipam.conformance.contract.Contract;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes the report as the XML that build servers read. What is neither passed nor failed is
 * skipped there, with the reason.
 */
final class JUnitReport {
  private final XMLStreamWriter xml;

  private JUnitReport(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /** A case of a suite: a rule or a check. */
  private record Case(
      String name, Status status, String reason, List<String> messages, Duration duration) {
    static Case of(RuleResult result) {
      return new Case(
          result.rule().title() + " " + result.rule().sentence(),
          result.status(),
          result.reason(),
          result.messages(),
          result.duration());
    }

    static Case of(CheckSummary check) {
      return new Case(
          check.name() + ": " + check.title(),
          check.status(),
          check.reason(),
          check.messages(),
          check.duration());
    }
  }

  static String of(ReportSet set) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      new JUnitReport(xml).write(set);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a writer into memory failed", e);
    }
    return text.append('\n').toString();
  }

  private void write(ReportSet set) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    start("testsuites", "name", "IPAM conformance");
    for (ConformanceReport report : set.reports()) {
      Map<Integer, List<Case>> chapters =
          report.results().stream()
              .collect(
                  Collectors.groupingBy(
                      result -> result.rule().chapter(),
                      TreeMap::new,
                      Collectors.mapping(Case::of, Collectors.toList())));
      for (Map.Entry<Integer, List<Case>> chapter : chapters.entrySet()) {
        String title = chapter.getKey() + " " + Contract.current().chapter(chapter.getKey());
        suite(report, title, chapter.getValue());
      }
      suite(report, "checks", report.checks().stream().map(Case::of).toList());
    }
    parity(set);
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void parity(ReportSet set) throws XMLStreamException {
    var parity = set.parity();
    if (parity != null) {
      String drivers = String.join(", ", parity.drivers());
      boolean equal = set.differences().isEmpty();
      Case only =
          new Case(
              "the same steps get the same answers from " + drivers,
              equal ? Status.PASSED : Status.FAILED,
              "",
              set.differences(),
              parity.duration());
      suite(set.reports().get(0), "parity", List.of(only));
    }
  }

  private void suite(ConformanceReport report, String title, List<Case> cases)
      throws XMLStreamException {
    String name = "ipam." + report.driver() + "." + title;
    start(
        "testsuite",
        "name",
        name,
        "tests",
        Integer.toString(cases.size()),
        "failures",
        Long.toString(cases.stream().filter(each -> each.status().fails()).count()),
        "errors",
        "0",
        "skipped",
        Long.toString(cases.stream().filter(JUnitReport::isSkipped).count()),
        "time",
        seconds(cases.stream().map(Case::duration).reduce(Duration.ZERO, Duration::plus)),
        "timestamp",
        report.started().toString());
    for (Case each : cases) {
      testCase(name, each);
    }
    xml.writeEndElement();
  }

  private void testCase(String suite, Case each) throws XMLStreamException {
    start("testcase", "classname", suite, "name", each.name(), "time", seconds(each.duration()));
    String text = String.join("\n\n", each.messages());
    if (each.status().fails()) {
      start("failure", "message", firstLine(text), "type", "rule");
      xml.writeCharacters(text);
      xml.writeEndElement();
    } else if (isSkipped(each)) {
      String reason = each.reason().isEmpty() ? "" : ": " + each.reason();
      start("skipped", "message", each.status().label() + reason);
      xml.writeCharacters(text);
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static boolean isSkipped(Case each) {
    return each.status() != Status.PASSED && !each.status().fails();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
  }

  private void start(String element, String... attributes) throws XMLStreamException {
    xml.writeStartElement(element);
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(attributes[i], attributes[i + 1]);
    }
  }
}
