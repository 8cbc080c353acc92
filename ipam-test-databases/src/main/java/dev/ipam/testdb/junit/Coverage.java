package dev.ipam.testdb.junit;

import dev.ipam.testdb.Engine;
import dev.ipam.testdb.server.GaleraCluster;
import dev.ipam.testdb.server.MariaDbServer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which kinds of database tests cover and which they do not. {@code IPAM_DATABASES} narrows them
 * down to those it names; {@code IPAM_REQUIRE} makes the absence of those it names a failure.
 */
final class Coverage {
  private static final Lazy<Coverage> THIS_JVM =
      new Lazy<>(() -> announced(of(System.getenv(), Coverage::missing)).checked());

  private final List<Engine> engines = new ArrayList<>();
  private final Map<Engine, String> reasons = new EnumMap<>(Engine.class);
  private final Set<Engine> required;

  private Coverage(Set<Engine> required) {
    this.required = required;
  }

  /**
   * What this JVM's tests cover.
   *
   * @throws IllegalStateException when a required kind is missing
   */
  static Coverage ofThisJvm() {
    return THIS_JVM.get();
  }

  static Coverage of(
      Map<String, String> environment, Function<Engine, Optional<String>> whatIsMissing) {
    Set<Engine> wanted = named(environment, "IPAM_DATABASES");
    Coverage coverage = new Coverage(named(environment, "IPAM_REQUIRE"));
    for (Engine engine : Engine.values()) {
      Optional<String> missing = whatIsMissing.apply(engine);
      if (!wanted.isEmpty() && !wanted.contains(engine)) {
        coverage.reasons.put(engine, "not among IPAM_DATABASES");
      } else if (missing.isPresent()) {
        coverage.reasons.put(engine, "no " + missing.get());
      } else {
        coverage.engines.add(engine);
      }
    }
    return coverage;
  }

  List<Engine> engines() {
    return List.copyOf(engines);
  }

  /** One line that names what is not covered; empty when all is. */
  String notCovered() {
    return reasons.isEmpty()
        ? ""
        : "Databases not covered by these tests: " + list(reasons.keySet()) + ".";
  }

  Coverage checked() {
    Set<Engine> absent = new TreeSet<>(required);
    absent.removeAll(engines);
    if (!absent.isEmpty()) {
      throw new IllegalStateException(
          "IPAM_REQUIRE asks for databases that these tests cannot have: " + list(absent) + ".");
    }
    return this;
  }

  private String list(Set<Engine> absent) {
    return absent.stream()
        .map(engine -> engine.label() + " (" + reasons.get(engine) + ")")
        .collect(Collectors.joining(", "));
  }

  private static Coverage announced(Coverage coverage) {
    String line = coverage.notCovered();
    if (!line.isEmpty()) {
      System.out.println(line);
    }
    return coverage;
  }

  private static Optional<String> missing(Engine engine) {
    return switch (engine) {
      case SQLITE, POSTGRESQL -> Optional.empty();
      case MARIADB -> MariaDbServer.missing();
      case GALERA -> GaleraCluster.missing();
    };
  }

  private static Set<Engine> named(Map<String, String> environment, String variable) {
    @Nullable String value = environment.get(variable);
    return Stream.of((value == null ? "" : value).split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(name -> engine(name, variable))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Engine engine(String name, String variable) {
    return Stream.of(Engine.values())
        .filter(engine -> engine.label().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    variable
                        + " names the database '"
                        + name
                        + "', which there is not; there are "
                        + Stream.of(Engine.values())
                            .map(Engine::label)
                            .collect(Collectors.joining(", "))
                        + "."));
  }
}
