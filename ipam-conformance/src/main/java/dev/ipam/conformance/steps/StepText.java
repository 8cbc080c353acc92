package dev.ipam.conformance.steps;

import dev.ipam.conformance.model.Addr;
import dev.ipam.conformance.model.AddressStep;
import dev.ipam.conformance.model.At;
import dev.ipam.conformance.model.Block;
import dev.ipam.conformance.model.GatewayWish;
import dev.ipam.conformance.model.LookUp;
import dev.ipam.conformance.model.PoolStep;
import dev.ipam.conformance.model.PoolsWish;
import dev.ipam.conformance.model.ScopeWish;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.SubnetStep;
import dev.ipam.conformance.model.TimeStep;
import dev.ipam.conformance.model.TokenWish;
import dev.ipam.conformance.model.Wish;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Steps as text, one a line: a verb and {@code name=value} for what is given.
 *
 * <pre>
 *   create-subnet id=s1 project=default cidr=10.0.0.0/29 gateway=automatic pools=generated policy=LOWEST rest=0
 *   allocate subnets=s1,s2 wish=bulk:3 owner=vm-1 key=k1
 *   together key=k2 &amp; allocate subnets=s1 wish=any &amp; allocate subnets=s2 wish=specific:10.0.0.5
 *   release subnet=s1 at=10.0.0.2 token=#0
 * </pre>
 *
 * @since 0.1
 */
public final class StepText {
  private static final String AND = " & ";

  private static final Map<String, Class<? extends Step>> VERBS = new LinkedHashMap<>();

  private static final Map<Class<?>, Function<String, Object>> READERS =
      Map.ofEntries(
          Map.entry(String.class, StepText::decoded),
          Map.entry(Integer.class, Integer::valueOf),
          Map.entry(int.class, Integer::valueOf),
          Map.entry(long.class, Long::valueOf),
          Map.entry(boolean.class, Boolean::valueOf),
          Map.entry(Boolean.class, Boolean::valueOf),
          Map.entry(BigInteger.class, BigInteger::new),
          Map.entry(Addr.class, Addr::parse),
          Map.entry(Block.class, Block::parse),
          Map.entry(At.class, At::parse),
          Map.entry(Wish.class, Wish::parse),
          Map.entry(TokenWish.class, TokenWish::parse),
          Map.entry(GatewayWish.class, GatewayWish::parse),
          Map.entry(PoolsWish.class, PoolsWish::parse),
          Map.entry(ScopeWish.class, text -> ScopeWish.parse(decoded(text))));

  static {
    VERBS.put("create-subnet", SubnetStep.Create.class);
    VERBS.put("update-subnet", SubnetStep.Update.class);
    VERBS.put("remove-subnet", SubnetStep.Remove.class);
    VERBS.put("allocate", AddressStep.Allocate.class);
    VERBS.put("together", AddressStep.Together.class);
    VERBS.put("release", AddressStep.Release.class);
    VERBS.put("release-owner", AddressStep.ReleaseOwner.class);
    VERBS.put("transfer", AddressStep.Transfer.class);
    VERBS.put("create-pool", PoolStep.Create.class);
    VERBS.put("update-pool", PoolStep.Update.class);
    VERBS.put("remove-pool", PoolStep.Remove.class);
    VERBS.put("create-scope", PoolStep.CreateScope.class);
    VERBS.put("remove-scope", PoolStep.RemoveScope.class);
    VERBS.put("subnet", LookUp.Subnet.class);
    VERBS.put("subnets", LookUp.Subnets.class);
    VERBS.put("find", LookUp.Find.class);
    VERBS.put("allocations", LookUp.Allocations.class);
    VERBS.put("usage", LookUp.Usage.class);
    VERBS.put("of-owner", LookUp.OfOwner.class);
    VERBS.put("holders", LookUp.Holders.class);
    VERBS.put("pool", LookUp.Pool.class);
    VERBS.put("pools", LookUp.Pools.class);
    VERBS.put("pool-usage", LookUp.PoolUsage.class);
    VERBS.put("scope", LookUp.Scope.class);
    VERBS.put("scopes", LookUp.Scopes.class);
    VERBS.put("advance", TimeStep.Advance.class);
    VERBS.put("restart", TimeStep.Restart.class);
  }

  private StepText() {}

  /**
   * Writes a step.
   *
   * @param step the step
   * @return one line
   */
  public static String write(Step step) {
    if (step instanceof AddressStep.Together together) {
      String key = together.key() == null ? "" : " key=" + encoded(together.key());
      return "together"
          + key
          + together.parts().stream().map(part -> AND + write(part)).collect(Collectors.joining());
    }
    StringBuilder line = new StringBuilder(verb(step));
    for (RecordComponent part : step.getClass().getRecordComponents()) {
      Object value = value(step, part);
      if (value != null && !value.equals("")) {
        line.append(' ').append(part.getName()).append('=').append(written(value));
      }
    }
    return line.toString();
  }

  /**
   * Writes steps.
   *
   * @param steps the steps
   * @return a line for each
   */
  public static String write(List<Step> steps) {
    return steps.stream().map(StepText::write).collect(Collectors.joining("\n"));
  }

  /**
   * Reads a script; blank lines and those that begin with {@code //} are left out.
   *
   * @param script the lines
   * @return the steps
   */
  public static List<Step> readAll(String script) {
    return script
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("//"))
        .map(StepText::read)
        .toList();
  }

  /**
   * Reads a step.
   *
   * @param line what {@link #write(Step)} wrote
   * @return the step
   * @throws IllegalArgumentException if it is none
   */
  public static Step read(String line) {
    List<String> parts = Arrays.asList(line.split(AND, -1));
    String[] words = parts.get(0).split(" +", -1);
    Map<String, String> given = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        given.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    if (words[0].equals("together")) {
      List<AddressStep.Allocate> requests = new ArrayList<>();
      parts
          .subList(1, parts.size())
          .forEach(part -> requests.add((AddressStep.Allocate) read(part)));
      String key = given.get("key");
      return new AddressStep.Together(requests, key == null ? null : decoded(key));
    }
    Class<? extends Step> type = VERBS.get(words[0]);
    if (type == null) {
      throw new IllegalArgumentException("\"" + words[0] + "\" is none of " + VERBS.keySet());
    }
    return read(type, given);
  }

  private static Step read(Class<? extends Step> type, Map<String, String> given) {
    RecordComponent[] parts = Objects.requireNonNull(type.getRecordComponents());
    Class<?>[] types = new Class<?>[parts.length];
    @Nullable Object[] values = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      types[i] = parts[i].getType();
      String text = given.get(parts[i].getName());
      values[i] = text == null ? missing(parts[i]) : read(parts[i].getGenericType(), text);
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no " + type.getSimpleName() + " has " + given, e);
    }
  }

  private static @Nullable Object missing(RecordComponent part) {
    return part.getName().equals("context") ? "" : null;
  }

  private static Object read(Type type, String text) {
    if (type instanceof ParameterizedType list) {
      Type element = list.getActualTypeArguments()[0];
      return Arrays.stream(text.split(",", -1)).map(each -> read(element, each)).toList();
    }
    Function<String, Object> reader = READERS.get((Class<?>) type);
    if (reader == null) {
      throw new IllegalArgumentException("no text stands for a " + type);
    }
    return reader.apply(text);
  }

  private static String verb(Step step) {
    return VERBS.entrySet().stream()
        .filter(entry -> entry.getValue() == step.getClass())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private static @Nullable Object value(Step step, RecordComponent part) {
    try {
      return part.getAccessor().invoke(step);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + part, e);
    }
  }

  private static String written(Object value) {
    if (value instanceof List<?> many) {
      return many.stream().map(StepText::written).collect(Collectors.joining(","));
    }
    return value instanceof String || value instanceof ScopeWish
        ? encoded(value.toString())
        : value.toString();
  }

  private static String encoded(String text) {
    return text.replace("%", "%25")
        .replace(" ", "%20")
        .replace(",", "%2C")
        .replace("=", "%3D")
        .replace("&", "%26");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
