package dev.ipam.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ipam.bench.scenario.Figure;
import dev.ipam.bench.scenario.Reading;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/** Figures for programs, with the machine that they are of. */
public final class JsonReport {
  private JsonReport() {}

  /** Writes them. */
  public static String of(Map<String, String> machine, List<Figure> figures) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeObjectFieldStart("machine");
      for (Map.Entry<String, String> each : machine.entrySet()) {
        json.writeStringField(each.getKey(), each.getValue());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("figures");
      for (Figure figure : figures) {
        figure(json, figure);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void figure(JsonGenerator json, Figure figure) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", figure.name());
    json.writeStringField("what", figure.what());
    reading(json, "baseline", figure.baseline());
    reading(json, "measured", figure.measured());
    json.writeStringField("unit", figure.target().unit());
    json.writeNumberField("low", figure.judged().low());
    json.writeNumberField("median", figure.judged().median());
    json.writeNumberField("high", figure.judged().high());
    json.writeNumberField(
        figure.target().atLeast() ? "at_least" : "at_most", figure.target().limit());
    json.writeBooleanField("met", figure.isMet());
    json.writeArrayFieldStart("notes");
    for (String note : figure.notes()) {
      json.writeString(note);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void reading(JsonGenerator json, String field, Reading reading)
      throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("label", reading.label());
    json.writeNumberField("value", reading.value());
    json.writeStringField("unit", reading.unit());
    json.writeEndObject();
  }
}
