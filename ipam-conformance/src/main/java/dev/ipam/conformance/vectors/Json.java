package dev.ipam.conformance.vectors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value: a map, a list, a text, a {@link BigInteger}, a boolean or nothing.
 *
 * <p>Asking it for what it is not is an error of the resource or of a runner, and fails.
 */
final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final @Nullable Object value;

  private Json(@Nullable Object value) {
    this.value = value;
  }

  static Json read(InputStream in) throws IOException {
    try (JsonParser parser = FACTORY.createParser(in)) {
      parser.nextToken();
      Json json = new Json(read(parser));
      if (parser.nextToken() != null) {
        throw new IOException("more than one JSON value");
      }
      return json;
    }
  }

  private static @Nullable Object read(JsonParser parser) throws IOException {
    JsonToken token = Objects.requireNonNull(parser.currentToken(), "unexpected end");
    return switch (token) {
      case START_OBJECT -> readMap(parser);
      case START_ARRAY -> readList(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
      case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
      case VALUE_NULL -> null;
      default -> throw new IOException("unexpected " + token + " at " + parser.currentLocation());
    };
  }

  private static Map<String, Json> readMap(JsonParser parser) throws IOException {
    Map<String, Json> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      map.put(name, new Json(read(parser)));
    }
    return map;
  }

  private static List<Json> readList(JsonParser parser) throws IOException {
    List<Json> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(new Json(read(parser)));
    }
    return list;
  }

  boolean isNull() {
    return value == null;
  }

  boolean isText() {
    return value instanceof String;
  }

  /** Whether this is a map that has a field, be it {@code null}. */
  boolean has(String name) {
    return value instanceof Map<?, ?> map && map.containsKey(name);
  }

  /** Whether this is a map that has a field other than {@code null}. */
  boolean hasValue(String name) {
    return has(name) && !get(name).isNull();
  }

  Json get(String name) {
    if (value instanceof Map<?, ?> map && map.get(name) instanceof Json field) {
      return field;
    }
    throw new IllegalStateException("no field " + name + " in " + this);
  }

  /** The text of a field, or {@code null} where it is absent or {@code null}. */
  @Nullable String textOrNull(String name) {
    return hasValue(name) ? get(name).text() : null;
  }

  /** The number of a field, or {@code null} where it is absent or {@code null}. */
  @Nullable Integer integerOrNull(String name) {
    return hasValue(name) ? (Integer) get(name).integer() : null;
  }

  String text() {
    return as(String.class);
  }

  boolean bool() {
    return as(Boolean.class);
  }

  int integer() {
    return number().intValueExact();
  }

  BigInteger number() {
    return as(BigInteger.class);
  }

  List<Json> items() {
    List<Json> items = new ArrayList<>();
    for (Object item : as(List.class)) {
      items.add((Json) item);
    }
    return items;
  }

  private <T> T as(Class<T> type) {
    if (!type.isInstance(value)) {
      throw new IllegalStateException(this + " is not a " + type.getSimpleName());
    }
    return type.cast(value);
  }

  /** Returns the values of a map on one line, without their names. */
  String values() {
    StringJoiner values = new StringJoiner(" ");
    for (Object field : as(Map.class).values()) {
      values.add(((Json) field).value instanceof String text ? text : field.toString());
    }
    return values.toString();
  }

  /** Returns the value as JSON on one line. */
  @Override
  public String toString() {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> quote(entry.getKey()) + ": " + entry.getValue())
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof List<?> list) {
      Iterator<?> items = list.iterator();
      StringBuilder text = new StringBuilder("[");
      while (items.hasNext()) {
        text.append(items.next()).append(items.hasNext() ? ", " : "");
      }
      return text.append(']').toString();
    }
    return value instanceof String text ? quote(text) : String.valueOf(value);
  }

  private static String quote(Object text) {
    return '"' + text.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
