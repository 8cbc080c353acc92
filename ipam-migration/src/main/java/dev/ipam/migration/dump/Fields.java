package dev.ipam.migration.dump;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a line: each is taken once, and none may be left over. */
final class Fields {
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_NUMBER = 32;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Format.DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxStringLength(Format.LONGEST_TEXT)
                  .maxNameLength(LONGEST_NAME)
                  .maxDocumentLength(Format.LONGEST_LINE)
                  .build())
          .build();

  /** More than a record has. */
  private static final int MOST_FIELDS = 64;

  /** Of all lists of a line; each is an object in memory, however short it is in the line. */
  private static final int MOST_ITEMS = 1 << 20;

  private int items;
  private final Map<String, Object> values = new HashMap<>();

  /** Reads a line that must be one flat object. */
  void read(byte[] line, int length) throws BadLine {
    values.clear();
    items = 0;
    try (JsonParser in = JSON.createParser(line, 0, length)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new BadLine("it is no JSON object");
      }
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        if (values.put(name, value(in, in.nextToken())) != null) {
          throw new BadLine("field " + BadLine.quote(name) + " comes twice");
        }
        if (values.size() > MOST_FIELDS) {
          throw new BadLine("it has more than " + MOST_FIELDS + " fields");
        }
      }
      if (in.currentToken() != JsonToken.END_OBJECT || in.nextToken() != null) {
        throw new BadLine("something follows the JSON object");
      }
    } catch (JsonProcessingException e) {
      throw new BadLine("it is not the JSON that belongs there (" + shortened(e) + ")");
    } catch (IOException e) {
      throw new BadLine("it is not UTF-8 (" + e.getMessage() + ")");
    }
  }

  private Object value(JsonParser in, @Nullable JsonToken token) throws IOException, BadLine {
    if (token == JsonToken.VALUE_STRING) {
      return in.getText();
    }
    if (token == JsonToken.VALUE_NUMBER_INT && isLong(in)) {
      return in.getLongValue();
    }
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return token == JsonToken.VALUE_TRUE;
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      for (JsonToken next = in.nextToken();
          next != JsonToken.END_ARRAY && next != null;
          next = in.nextToken()) {
        if (++items > MOST_ITEMS) {
          throw new BadLine("its lists have more than " + MOST_ITEMS + " items");
        }
        list.add(value(in, next));
      }
      return list;
    }
    throw new BadLine("a value is neither text nor number nor list as they are written there");
  }

  private static boolean isLong(JsonParser in) throws IOException, BadLine {
    if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new BadLine("a number has more than 64 bits");
    }
    return true;
  }

  private static String shortened(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    return message.length() <= 120 ? message : message.substring(0, 120) + "…";
  }

  String text(String name) throws BadLine {
    String value = optionalText(name);
    if (value == null) {
      throw missing(name);
    }
    return value;
  }

  @Nullable String optionalText(String name) throws BadLine {
    Object value = values.remove(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw new BadLine("field \"" + name + "\" is no text");
  }

  long number(String name) throws BadLine {
    Object value = values.remove(name);
    if (value instanceof Long number) {
      return number;
    }
    throw value == null ? missing(name) : new BadLine("field \"" + name + "\" is no number");
  }

  int smallNumber(String name) throws BadLine {
    long value = number(name);
    if (value != (int) value) {
      throw new BadLine("field \"" + name + "\" has the number " + value);
    }
    return (int) value;
  }

  boolean flag(String name) throws BadLine {
    Object value = values.remove(name);
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw value == null ? missing(name) : new BadLine("field \"" + name + "\" is no truth value");
  }

  /** A list, or null where the field is missing. */
  @Nullable List<?> optionalList(String name) throws BadLine {
    Object value = values.remove(name);
    if (value == null || value instanceof List<?>) {
      return (List<?>) value;
    }
    throw new BadLine("field \"" + name + "\" is no list");
  }

  List<?> list(String name) throws BadLine {
    List<?> value = optionalList(name);
    if (value == null) {
      throw missing(name);
    }
    return value;
  }

  void end() throws BadLine {
    if (!values.isEmpty()) {
      throw new BadLine(
          "field " + BadLine.quote(values.keySet().iterator().next()) + " does not belong there");
    }
  }

  private static BadLine missing(String name) {
    return new BadLine("field \"" + name + "\" is missing");
  }
}
