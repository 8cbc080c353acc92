package dev.ipam.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.parity.ParityReport;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportSetTest {
  private static final ConformanceReport HOSTILE = Samples.report("acme", Samples.HOSTILE);
  private static final int FAILED = HOSTILE.counts().get(Status.FAILED);

  /** Fails on anything that is not well-formed, as escaping that was forgotten would make it. */
  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static List<Element> elements(Document document, String name) {
    NodeList nodes = document.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static ParityReport parity() {
    return new ParityReport(
        List.of("acme", "other"),
        Set.of("BULK"),
        Set.of("OWNERS"),
        7,
        3,
        1_000,
        new TreeMap<>(Map.of("allocate", 900L)),
        new TreeMap<>(Map.of("allocate", 100L)),
        Duration.ofSeconds(3),
        List.of());
  }

  private static List<ReportSet> both() {
    return List.of(
        ReportSet.of(HOSTILE),
        ReportSet.of(List.of(HOSTILE, Samples.report("other", "fine")), parity()));
  }

  @Test
  void whatADriverSaysCannotBecomeMarkup() throws Exception {
    for (ReportSet set : both()) {
      Document page = parse(set.html());
      assertThat(elements(page, "script")).isEmpty();
      assertThat(elements(page, "img")).isEmpty();
      assertThat(elements(page, "pre").get(0).getTextContent())
          .startsWith("</pre><script>alert(1)</script><img src=x onerror='a(\"b\")'>&amp;]]>");
      assertThat(set.html()).doesNotContain("\u202e", "\u0000", "\u0008");
    }
  }

  @Test
  void thePageLoadsNothingAndRunsNothing() throws Exception {
    for (ReportSet set : both()) {
      Document page = parse(set.html());
      NodeList all = page.getElementsByTagName("*");
      for (int i = 0; i < all.getLength(); i++) {
        Element element = (Element) all.item(i);
        assertThat(element.hasAttribute("src")).as(element.getTagName()).isFalse();
        for (int a = 0; a < element.getAttributes().getLength(); a++) {
          assertThat(element.getAttributes().item(a).getNodeName()).doesNotStartWith("on");
        }
      }
      assertThat(elements(page, "link")).isEmpty();
      assertThat(set.html()).doesNotContain("url(", "@import", "http://", "https://");
      assertThat(elements(page, "meta").get(1).getAttribute("content"))
          .startsWith("default-src 'none'");
    }
  }

  @Test
  void thePageHasEveryRuleWithItsSentenceAndResultOnce() throws Exception {
    Document page = parse(ReportSet.of(HOSTILE).html());
    List<Element> rules =
        elements(page, "li").stream()
            .filter(each -> each.getAttribute("class").startsWith("rule "))
            .toList();
    assertThat(rules).hasSize(Contract.current().rules().size());
    for (int i = 0; i < rules.size(); i++) {
      RuleResult result = HOSTILE.results().get(i);
      Element rule = rules.get(i);
      assertThat(rule.getAttribute("id")).isEqualTo(result.rule().title());
      assertThat(rule.getAttribute("class")).endsWith(Marks.name(result.status()));
      assertThat(rule.getTextContent())
          .contains(result.rule().sentence().replace("`", ""), result.status().label());
    }
  }

  @Test
  void idsAreUniqueAndLinksLeadSomewhere() throws Exception {
    Document page = parse(both().get(1).html());
    List<String> ids = new ArrayList<>();
    NodeList all = page.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      if (((Element) all.item(i)).hasAttribute("id")) {
        ids.add(((Element) all.item(i)).getAttribute("id"));
      }
    }
    assertThat(ids).doesNotHaveDuplicates();
    for (Element link : elements(page, "a")) {
      String target = link.getAttribute("href");
      if (target.startsWith("#")) {
        assertThat(ids).contains(target.substring(1));
      }
    }
  }

  @Test
  void everyStatusCanBeChosenAlone() throws Exception {
    String html = ReportSet.of(HOSTILE).html();
    List<String> choices =
        elements(parse(html), "input").stream().map(each -> each.getAttribute("value")).toList();
    assertThat(choices).hasSize(Status.values().length + 1);
    for (Status status : Status.values()) {
      String name = Marks.name(status);
      assertThat(choices).contains(name);
      assertThat(html)
          .contains("#show-" + name + ":checked) .rule:not(." + name + ")")
          .contains("#show-" + name + ":checked) .chapter:not(.has-" + name + ")");
    }
  }

  @Test
  void severalDriversAreShownSideBySide() throws Exception {
    ConformanceReport fine = Samples.passed(HOSTILE);
    ReportSet set = ReportSet.of(List.of(HOSTILE, fine), parity());
    Document page = parse(set.html());
    Element matrix = elements(page, "table").get(1);
    long different =
        HOSTILE.results().stream().filter(each -> each.status() != Status.PASSED).count();
    assertThat(matrix.getElementsByTagName("tr").getLength()).isEqualTo((int) different + 1);
    assertThat(page.getDocumentElement().getTextContent())
        .contains("Not compared, since some driver lacks it: OWNERS.");
  }

  @Test
  void whatManyRulesFailForIsToldOnce() {
    String text = ReportSet.of(Samples.report("acme", "the one reason")).text();
    assertThat(text.split("For the same reason as IPAM-1.02\\.", -1)).hasSize(FAILED);
  }

  @Test
  void theVerdictSaysWhatWasFound() {
    assertThat(Verdict.of(HOSTILE)).isEqualTo(FAILED + " rules are broken, one check failed.");
    assertThat(Verdict.of(Samples.passed(HOSTILE)))
        .isEqualTo(Contract.current().rules().size() + " rules hold, none is broken.");
    assertThat(ReportSet.of(HOSTILE).passed()).isFalse();
    assertThat(ReportSet.of(Samples.passed(HOSTILE)).passed()).isTrue();
  }

  @Test
  void jsonHasTheDocumentedFieldsAndNoOthers() throws Exception {
    Set<String> fields = new TreeSet<>();
    for (ReportSet set : both()) {
      try (JsonParser parser = new JsonFactory().createParser(set.json())) {
        while (parser.nextToken() != null) {
          if (parser.currentToken() == JsonToken.FIELD_NAME) {
            fields.add(parser.currentName());
          }
        }
      }
    }
    String documentation = Files.readString(Path.of("../docs/conformance-report.md"));
    assertThat(fields).allMatch(field -> field.matches("[a-z]+(_[a-z]+)*"));
    for (String field : fields) {
      assertThat(documentation).as("docs/conformance-report.md").contains("`" + field + "`");
    }
  }

  @Test
  void jsonSaysTheSameAsTheRecords() {
    String json = ReportSet.of(Samples.passed(HOSTILE)).json();
    assertThat(json)
        .contains(
            "\"passed\" : true", "\"seed\" : \"42\"", "\"started_at\" : \"2026-01-02T03:04:05Z\"")
        .contains("\"actual_capabilities\" : [ \"bulk\", \"owners\" ]", "\"duration_ms\" : 50000")
        .contains("\"rule\" : \"IPAM-3.05\"", "\"level\" : \"must\"", "\"parity\" : null");
    assertThat(ReportSet.of(HOSTILE).json())
        .contains("\"passed\" : false", "\"failed\" : " + FAILED);
  }

  @Test
  void junitXmlCountsWhatItHolds() throws Exception {
    Document xml = parse(ReportSet.of(HOSTILE).junitXml());
    List<Element> suites = elements(xml, "testsuite");
    assertThat(suites).hasSize(8);
    for (Element suite : suites) {
      assertThat(suite.getAttribute("tests"))
          .isEqualTo("" + suite.getElementsByTagName("testcase").getLength());
      assertThat(suite.getAttribute("failures"))
          .isEqualTo("" + suite.getElementsByTagName("failure").getLength());
      assertThat(suite.getAttribute("skipped"))
          .isEqualTo("" + suite.getElementsByTagName("skipped").getLength());
      assertThat(suite.hasAttribute("hostname")).isFalse();
    }
    assertThat(elements(xml, "failure")).hasSize(FAILED + 1);
    assertThat(elements(xml, "failure").get(0).getTextContent()).startsWith("</pre><script>");
  }

  @Test
  void writesTheThreeFilesOverThoseOfAnEarlierRun(@TempDir Path directory) throws Exception {
    Path target = directory.resolve("a/b");
    ReportSet.of(HOSTILE).write(target);
    ReportSet set = ReportSet.of(Samples.passed(HOSTILE));
    set.write(target);
    assertThat(target.resolve(ReportSet.HTML)).hasContent(set.html());
    assertThat(target.resolve(ReportSet.JSON)).hasContent(set.json());
    assertThat(target.resolve(ReportSet.JUNIT)).hasContent(set.junitXml());
  }

  @Test
  void aReportIsAboutADriver() {
    assertThatThrownBy(() -> ReportSet.of(List.of(), null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
