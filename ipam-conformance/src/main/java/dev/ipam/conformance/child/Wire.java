package dev.ipam.conformance.child;

import dev.ipam.conformance.model.Addr;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Block;
import dev.ipam.conformance.model.Fill;
import dev.ipam.conformance.model.Held;
import dev.ipam.conformance.model.NetDef;
import dev.ipam.conformance.model.PoolDef;
import dev.ipam.conformance.model.PoolFill;
import dev.ipam.conformance.model.ScopeDef;
import dev.ipam.conformance.model.Span;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers and other values as words of one line, to be sent from one process to another.
 *
 * <p>A word is a letter for the type and the value; lists, maps and records are the words of their
 * parts between brackets. What is of another type, such as a field of an error, becomes its text.
 */
public final class Wire {
  private static final String NULL = "~";

  private static final Map<Class<?>, Character> SCALARS =
      Map.of(
          String.class, 's',
          Long.class, 'l',
          Integer.class, 'i',
          Boolean.class, 'b',
          BigInteger.class, 'n',
          BigDecimal.class, 'd',
          Addr.class, 'a',
          Block.class, 'c',
          Span.class, 'r');

  private static final Map<Character, Function<String, Object>> READERS =
      Map.of(
          's', text -> URLDecoder.decode(text, StandardCharsets.UTF_8),
          'l', Long::valueOf,
          'i', Integer::valueOf,
          'b', Boolean::valueOf,
          'n', BigInteger::new,
          'd', BigDecimal::new,
          'a', Addr::parse,
          'c', Block::parse,
          'r', Span::parse);

  private static final Map<String, Class<?>> RECORDS =
      Stream.of(
              Answer.Ok.class,
              Answer.Refused.class,
              Answer.Broken.class,
              Held.class,
              NetDef.class,
              Fill.class,
              PoolDef.class,
              PoolFill.class,
              ScopeDef.class)
          .collect(Collectors.toMap(Class::getSimpleName, type -> type));

  private Wire() {}

  /**
   * Writes a value.
   *
   * @param value the value
   * @return words without line breaks
   */
  public static String write(@Nullable Object value) {
    List<String> words = new ArrayList<>();
    write(value, words);
    return String.join(" ", words);
  }

  private static void write(@Nullable Object value, List<String> words) {
    if (value == null) {
      words.add(NULL);
    } else if (SCALARS.containsKey(value.getClass())) {
      String text = value.toString();
      words.add(SCALARS.get(value.getClass()) + (value instanceof String ? encoded(text) : text));
    } else if (value instanceof List<?> many) {
      words.add("[");
      many.forEach(each -> write(each, words));
      words.add("]");
    } else if (value instanceof Map<?, ?> map) {
      words.add("{");
      map.forEach(
          (key, each) -> {
            write(key, words);
            write(each, words);
          });
      words.add("}");
    } else if (value instanceof Record record && RECORDS.containsValue(value.getClass())) {
      words.add("(" + value.getClass().getSimpleName());
      for (RecordComponent part : components(value.getClass())) {
        write(part(record, part), words);
      }
    } else {
      write(value.toString(), words);
    }
  }

  private static @Nullable Object part(Record record, RecordComponent part) {
    try {
      return part.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + part, e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * Reads a value.
   *
   * @param text what {@link #write} wrote
   * @return the value
   * @throws IllegalArgumentException if it is none
   */
  public static @Nullable Object read(String text) {
    Iterator<String> words = Arrays.asList(text.split(" ", -1)).iterator();
    Object value = read(words.next(), words);
    if (words.hasNext()) {
      throw new IllegalArgumentException("more than one value: " + text);
    }
    return value;
  }

  /**
   * Reads an answer.
   *
   * @param text what {@link #write} wrote
   * @return the answer
   */
  public static Answer answer(String text) {
    return (Answer) Objects.requireNonNull(read(text));
  }

  private static @Nullable Object read(String word, Iterator<String> words) {
    if (word.equals(NULL)) {
      return null;
    }
    if (word.isEmpty()) {
      throw new IllegalArgumentException("an empty word stands for nothing");
    }
    char type = word.charAt(0);
    String rest = word.substring(1);
    return switch (type) {
      case '[' -> list(words);
      case '{' -> map(words);
      case '(' -> record(rest, words);
      default -> scalar(type, rest);
    };
  }

  private static Object scalar(char type, String rest) {
    Function<String, Object> reader = READERS.get(type);
    if (reader == null) {
      throw new IllegalArgumentException("no type of value is called " + type);
    }
    return reader.apply(rest);
  }

  private static List<@Nullable Object> list(Iterator<String> words) {
    List<@Nullable Object> list = new ArrayList<>();
    for (String word = words.next(); !word.equals("]"); word = words.next()) {
      list.add(read(word, words));
    }
    return list;
  }

  private static Map<Object, @Nullable Object> map(Iterator<String> words) {
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    for (String word = words.next(); !word.equals("}"); word = words.next()) {
      map.put(Objects.requireNonNull(read(word, words)), read(words.next(), words));
    }
    return map;
  }

  private static Object record(String name, Iterator<String> words) {
    Class<?> type = RECORDS.get(name);
    if (type == null) {
      throw new IllegalArgumentException("no record is called " + name);
    }
    RecordComponent[] parts = components(type);
    Class<?>[] types = new Class<?>[parts.length];
    @Nullable Object[] values = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      types[i] = parts[i].getType();
      values[i] = read(words.next(), words);
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no " + name + " has " + Arrays.toString(values), e);
    }
  }

  private static RecordComponent[] components(Class<?> type) {
    return Objects.requireNonNull(type.getRecordComponents());
  }
}
