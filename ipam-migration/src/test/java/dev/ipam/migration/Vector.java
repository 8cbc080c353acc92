package dev.ipam.migration;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One recorded migration of the original, as plain maps and lists. */
record Vector(String id, Map<String, Object> input, Map<String, Object> expect) {
  private static final Path FILE =
      Path.of("../ipam-conformance/src/main/resources/dev/ipam/conformance/vectors/migration.json");

  static List<Vector> all() throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(FILE.toFile())) {
      parser.nextToken();
      List<Vector> vectors = new ArrayList<>();
      for (Object each : list(map(read(parser)).get("vectors"))) {
        Map<String, Object> vector = map(each);
        vectors.add(
            new Vector(
                (String) vector.get("id"), map(vector.get("input")), map(vector.get("expect"))));
      }
      return vectors;
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  static List<Object> list(Object value) {
    return value == null ? List.of() : (List<Object>) value;
  }

  List<Map<String, Object>> rows(String name) {
    return list(input.get(name)).stream().map(Vector::map).toList();
  }

  /** How many rows the original has afterwards. */
  long after(String table) {
    return ((Number) map(map(expect.get("ok")).get("after")).get(table)).longValue();
  }

  boolean crashed() {
    return !expect.containsKey("ok");
  }

  private static Object read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> map = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        map.put(name, read(parser));
      }
      return map;
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(read(parser));
      }
      return list;
    }
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return parser.getLongValue();
    }
    return token == JsonToken.VALUE_NULL ? null : parser.getText();
  }

  @Override
  public String toString() {
    return id;
  }
}
