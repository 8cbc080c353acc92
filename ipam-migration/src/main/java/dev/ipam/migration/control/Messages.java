package dev.ipam.migration.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.spi.StoreRef;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What is said through the socket: one line each, a JSON object of strings and whole numbers, none
 * within another.
 */
final class Messages {
  static final String MIGRATE = "migrate";
  static final String PAUSE = "pause_ms";
  static final String STEP = "step";
  static final String ADVANCED = "advanced";
  static final String ERROR = "error";
  static final String OUTCOME = "outcome";

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Messages() {}

  /** Writes an object of names and values in turn. */
  static String write(Object... namesAndValues) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      for (int i = 0; i < namesAndValues.length; i += 2) {
        json.writeFieldName((String) namesAndValues[i]);
        if (namesAndValues[i + 1] instanceof Number number) {
          json.writeNumber(number.longValue());
        } else {
          json.writeString((String) namesAndValues[i + 1]);
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("text can always be written", e);
    }
    return out.toString();
  }

  /**
   * Reads an object.
   *
   * @throws IOException if it is anything else
   */
  static Map<String, Object> read(String line) throws IOException {
    Map<String, Object> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(line)) {
      require(json.nextToken() == JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        require(value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT);
        fields.put(name, value == JsonToken.VALUE_STRING ? json.getText() : json.getLongValue());
      }
      require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
    }
    return fields;
  }

  private static void require(boolean met) throws IOException {
    if (!met) {
      throw new IOException("it is no JSON object of strings and whole numbers");
    }
  }

  static String report(MigrationReport report) {
    return write(
        "from", report.from().driver(),
        "from_store", report.from().storeId(),
        "to", report.to().driver(),
        "to_store", report.to().storeId(),
        "epoch", report.epoch(),
        "way", report.way(),
        "copied", report.copied(),
        "followed", report.followed(),
        "compared", report.compared(),
        "attempts", report.attempts(),
        "held_back_ns", report.heldBack().toNanos(),
        "pause_ns", report.pause().toNanos(),
        "took_ns", report.took().toNanos());
  }

  static MigrationReport report(Map<String, Object> fields) throws IOException {
    try {
      return new MigrationReport(
          new StoreRef(text(fields, "from"), text(fields, "from_store")),
          new StoreRef(text(fields, "to"), text(fields, "to_store")),
          number(fields, "epoch"),
          text(fields, "way"),
          number(fields, "copied"),
          number(fields, "followed"),
          number(fields, "compared"),
          (int) number(fields, "attempts"),
          Duration.ofNanos(number(fields, "held_back_ns")),
          Duration.ofNanos(number(fields, "pause_ns")),
          Duration.ofNanos(number(fields, "took_ns")));
    } catch (IllegalArgumentException e) {
      throw new IOException("it is no report", e);
    }
  }

  static String text(Map<String, Object> fields, String name) throws IOException {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw new IOException("it has no text \"" + name + '"');
  }

  static long number(Map<String, Object> fields, String name) throws IOException {
    if (fields.get(name) instanceof Long number) {
      return number;
    }
    throw new IOException("it has no number \"" + name + '"');
  }
}
