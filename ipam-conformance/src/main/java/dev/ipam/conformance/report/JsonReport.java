package dev.ipam.conformance.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.parity.ParityReport;
import dev.ipam.spi.Capability;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the report for programs; the names of its fields are stable. */
final class JsonReport {
  private static final int FORMAT_VERSION = 1;
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator json;

  private JsonReport(JsonGenerator json) {
    this.json = json;
  }

  static String of(ReportSet set) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      new JsonReport(json).write(set);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }

  private void write(ReportSet set) throws IOException {
    json.writeStartObject();
    json.writeStringField("format", "ipam-conformance-report");
    json.writeNumberField("format_version", FORMAT_VERSION);
    json.writeBooleanField("passed", set.passed());
    json.writeArrayFieldStart("drivers");
    for (ConformanceReport report : set.reports()) {
      driver(report);
    }
    json.writeEndArray();
    ParityReport parity = set.parity();
    if (parity == null) {
      json.writeNullField("parity");
    } else {
      parity(parity, set.differences());
    }
    json.writeEndObject();
  }

  private void driver(ConformanceReport report) throws IOException {
    json.writeStartObject();
    json.writeStringField("driver", report.driver());
    json.writeStringField("description", report.description());
    json.writeStringField("version", report.version());
    json.writeStringField("kit_version", report.kitVersion());
    json.writeBooleanField("passed", report.passed());
    json.writeStringField("effort", report.effort().label());
    seed(report.seed());
    json.writeStringField("started_at", report.started().toString());
    json.writeNumberField("duration_ms", report.duration().toMillis());
    capabilities("declared_capabilities", report.declared());
    capabilities("actual_capabilities", report.actual());
    json.writeObjectFieldStart("counts");
    for (Map.Entry<Status, Integer> count : report.counts().entrySet()) {
      json.writeNumberField(name(count.getKey()), count.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("rules");
    for (RuleResult result : report.results()) {
      rule(result);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("checks");
    for (CheckSummary check : report.checks()) {
      check(check);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void rule(RuleResult result) throws IOException {
    ContractRule rule = result.rule();
    json.writeStartObject();
    json.writeStringField("rule", rule.title());
    json.writeNumberField("chapter", rule.chapter());
    json.writeStringField("chapter_title", Contract.current().chapter(rule.chapter()));
    json.writeStringField("level", name(rule.level()));
    json.writeStringField("layer", name(rule.layer()));
    capabilities("capabilities", rule.capabilities());
    json.writeStringField("sentence", rule.sentence());
    json.writeStringField("intent", rule.intent());
    outcome(result.status(), result.reason());
    texts("evidence", result.evidence());
    texts("messages", result.messages());
    seed(result.seed());
    json.writeNumberField("duration_ms", result.duration().toMillis());
    json.writeEndObject();
  }

  private void check(CheckSummary check) throws IOException {
    json.writeStartObject();
    json.writeStringField("check", check.name());
    json.writeStringField("title", check.title());
    outcome(check.status(), check.reason());
    json.writeArrayFieldStart("counts");
    for (Map.Entry<String, Long> count : check.counts().entrySet()) {
      json.writeStartObject();
      json.writeStringField("label", count.getKey());
      json.writeNumberField("count", count.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    texts("notes", check.notes());
    texts("messages", check.messages());
    seed(check.seed());
    json.writeNumberField("duration_ms", check.duration().toMillis());
    json.writeEndObject();
  }

  private void parity(ParityReport parity, Collection<String> differences) throws IOException {
    json.writeObjectFieldStart("parity");
    json.writeBooleanField("at_parity", differences.isEmpty());
    texts("drivers", parity.drivers());
    texts("compared", parity.compared());
    texts("left_out", parity.leftOut());
    seed(parity.seed());
    json.writeNumberField("stores", parity.runs());
    json.writeNumberField("steps", parity.steps());
    answers("equal_answers", parity.equal());
    answers("allowed_answers", parity.byMembership());
    json.writeNumberField("duration_ms", parity.duration().toMillis());
    texts("differences", differences);
    json.writeEndObject();
  }

  private void answers(String field, Map<String, Long> byVerb) throws IOException {
    json.writeArrayFieldStart(field);
    for (Map.Entry<String, Long> verb : byVerb.entrySet()) {
      json.writeStartObject();
      json.writeStringField("step", verb.getKey());
      json.writeNumberField("count", verb.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void outcome(Status status, String reason) throws IOException {
    json.writeStringField("status", name(status));
    json.writeStringField("reason", reason);
  }

  /** As text: it may be a number that JavaScript would round. */
  private void seed(long seed) throws IOException {
    json.writeStringField("seed", Long.toString(seed));
  }

  private void capabilities(String field, Set<Capability> capabilities) throws IOException {
    texts(field, capabilities.stream().sorted().map(Capability::label).toList());
  }

  private void texts(String field, Collection<? extends @Nullable Object> texts)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Object text : texts) {
      json.writeString(String.valueOf(text));
    }
    json.writeEndArray();
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
