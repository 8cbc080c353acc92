package dev.ipam.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.error.ErrorTable.Fields;
import dev.ipam.error.ErrorTable.Row;
import java.io.IOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rules IPAM-6.19 to 6.21: every error is as the contract's table says, and the other way round.
 */
class ErrorTableTest {
  private static final Pattern VALUE_CODE =
      Pattern.compile("(?:fault|InvalidValueException)\\(\\s*\"([A-Za-z]+)\"");

  private static Map<String, Row> table = Map.of();

  @BeforeAll
  static void read() throws IOException {
    table = ErrorTable.read();
  }

  static List<Class<?>> errors() throws IOException, URISyntaxException, ClassNotFoundException {
    Path classes =
        Path.of(IpamException.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> errors = new ArrayList<>();
    try (Stream<Path> files = Files.list(classes.resolve("dev/ipam/error"))) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString().replace(".class", "");
        if (name.endsWith("Exception") && !name.equals("IpamException")) {
          errors.add(Class.forName("dev.ipam.error." + name));
        }
      }
    }
    return errors;
  }

  private static String code(Class<?> error) {
    return error == ConfigurationException.class
        ? "InvalidConfiguration"
        : error.getSimpleName().replaceFirst("Exception$", "");
  }

  @Test
  void everyCodeOfTheTableHasAnExceptionOrComesLater() throws Exception {
    Set<String> made = new TreeSet<>(valueCodes());
    for (Class<?> error : errors()) {
      if (error != InvalidValueException.class) {
        made.add(code(error));
      }
    }
    Set<String> later = new TreeSet<>();
    table.values().stream().filter(Row::comesLater).map(Row::code).forEach(later::add);
    Set<String> named = new TreeSet<>(table.keySet());

    assertThat(named).containsAll(made);
    named.removeAll(made);
    assertThat(later).as("codes that nothing makes").containsAll(named);
  }

  @Test
  void malformedValuesHaveTheirRow() throws IOException {
    for (String code : valueCodes()) {
      check(new InvalidValueException(code, "What it says.", "x"), code);
    }
  }

  private static Set<String> valueCodes() throws IOException {
    Set<String> codes = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        VALUE_CODE
            .matcher(Files.readString(file))
            .results()
            .map(m -> m.group(1))
            .forEach(codes::add);
      }
    }
    assertThat(codes).contains("MalformedAddress", "InvalidIdentifier", "GatewayInPool");
    return codes;
  }

  @ParameterizedTest
  @MethodSource("errors")
  void isAsItsRowSays(Class<?> error) throws ReflectiveOperationException {
    if (error == InvalidValueException.class) {
      return;
    }
    Row row = table.get(code(error));
    assertThat(row).as("row of %s", code(error)).isNotNull();
    List<IpamException> samples = samples(error);
    for (IpamException sample : samples) {
      check(sample, code(error));
    }
    for (Fields occasion : row.occasions()) {
      assertThat(samples)
          .as("an error with all the fields %s", occasion.names())
          .anyMatch(sample -> occasion.fitWithAll(sample.fields().keySet()));
    }
    assertThat(samples.stream().anyMatch(sample -> sample.outcome() == Outcome.UNKNOWN))
        .as("unknown outcome of %s", code(error))
        .isEqualTo(row.mayBeUnknown() || row.isUnknown());
  }

  private static void check(IpamException error, String code) {
    Row row = table.get(code);
    assertThat(row).as("row of %s", code).isNotNull();
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.category()).as(code).isEqualTo(row.category());
    assertThat(error.retryable()).as("%s retryable", code).isEqualTo(row.retryable());
    assertThat(row.occasions())
        .as("fields of %s: %s", code, error.fields().keySet())
        .anyMatch(fields -> fields.fit(error.fields().keySet()));
    assertThat(error.getMessage())
        .as(code)
        .endsWith(".")
        .doesNotContain("null")
        .matches("(?s)[A-Z\"].*");
    if (row.isUnknown()) {
      assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
    } else if (!row.mayBeUnknown()) {
      assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    }
  }

  /** Makes the error in every way that it can be made. */
  private static List<IpamException> samples(Class<?> error) throws ReflectiveOperationException {
    List<IpamException> samples = new ArrayList<>();
    for (Constructor<?> constructor : error.getConstructors()) {
      for (Object[] arguments : arguments(constructor)) {
        samples.add((IpamException) constructor.newInstance(arguments));
      }
    }
    for (Method method : error.getDeclaredMethods()) {
      if (Modifier.isStatic(method.getModifiers())
          && Modifier.isPublic(method.getModifiers())
          && method.getReturnType() == error) {
        for (Object[] arguments : arguments(method)) {
          samples.add((IpamException) method.invoke(null, arguments));
        }
      }
    }
    assertThat(samples).as("ways to make %s", error).isNotEmpty();
    return samples;
  }

  private static List<Object[]> arguments(Executable maker) {
    List<Object[]> all = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      all.add(arguments(maker, outcome, true));
      all.add(arguments(maker, outcome, false));
    }
    return all;
  }

  private static Object[] arguments(Executable maker, Outcome outcome, boolean whole) {
    AnnotatedType[] types = maker.getAnnotatedParameterTypes();
    @Nullable Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      boolean optional = types[i].isAnnotationPresent(Nullable.class);
      arguments[i] = optional && !whole ? null : sample(maker.getParameterTypes()[i], outcome, i);
    }
    return arguments;
  }

  private static Object sample(Class<?> type, Outcome outcome, int place) {
    if (type == String.class) {
      return "text" + place;
    }
    if (type == Outcome.class) {
      return outcome;
    }
    if (type == int.class) {
      return place + 2;
    }
    if (type == long.class) {
      return place + 2L;
    }
    if (type == BigInteger.class) {
      return BigInteger.TEN;
    }
    if (type == Instant.class) {
      return Instant.EPOCH;
    }
    if (type == List.class) {
      return List.of("one", "two");
    }
    if (type == Map.class) {
      return Map.of("project", "p");
    }
    if (type == Throwable.class) {
      return new IllegalStateException("a cause");
    }
    throw new AssertionError("give this test a sample of " + type);
  }
}
