package dev.ipam;

import dev.ipam.error.DriverNotFoundException;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.net.URL;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The drivers that {@link ServiceLoader} finds, and the one that a name chooses.
 *
 * <p>The choice fails hard: a name that no driver, or more than one, answers to, or whose driver is
 * broken, is an error that lists what was found. Nothing is chosen in its place. Immutable.
 *
 * @since 0.1
 */
public final class DriverRegistry {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  /** A class path that yields more providers, or more failures, than this is not one of ours. */
  private static final int MAX_PROVIDERS = 1_000;

  private static final int MAX_TEXT = 200;

  private final List<Entry> entries;

  private record Entry(FoundDriver found, @Nullable IpamDriverProvider provider) {}

  private DriverRegistry(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * Finds the drivers that a class loader sees.
   *
   * @param loader the class loader
   * @return the registry
   */
  public static DriverRegistry load(ClassLoader loader) {
    List<Entry> entries = new ArrayList<>();
    var found = ServiceLoader.load(IpamDriverProvider.class, loader).stream().iterator();
    while (entries.size() < MAX_PROVIDERS) {
      ServiceLoader.Provider<IpamDriverProvider> provider;
      try {
        if (!found.hasNext()) {
          break;
        }
        provider = found.next();
      } catch (ServiceConfigurationError | LinkageError e) {
        entries.add(broken("(unknown)", "(unknown)", e));
        continue;
      }
      entries.add(entry(provider));
    }
    return new DriverRegistry(List.copyOf(entries));
  }

  /**
   * Makes a registry of providers that the caller has made.
   *
   * @param providers the providers
   * @return the registry
   */
  public static DriverRegistry of(IpamDriverProvider... providers) {
    List<Entry> entries = new ArrayList<>();
    for (IpamDriverProvider provider : providers) {
      entries.add(entry(provider, "(given by the caller)"));
    }
    return new DriverRegistry(List.copyOf(entries));
  }

  /**
   * Returns what was found, broken drivers included.
   *
   * @return the drivers in the order in which they were found
   */
  public List<FoundDriver> drivers() {
    return entries.stream().map(Entry::found).toList();
  }

  /**
   * Returns every configuration key that is known: the library's own and those of the drivers.
   *
   * @return the settings, the library's own first
   */
  public List<Setting> settings() {
    return Stream.concat(
            CoreSettings.ALL.stream(),
            entries.stream().flatMap(entry -> entry.found().settings().stream()))
        .toList();
  }

  /**
   * Returns the driver that a name chooses.
   *
   * @param name the name or alias
   * @return the provider
   * @throws DriverNotFoundException if no driver or more than one answers to it, or it is broken
   */
  public IpamDriverProvider choose(String name) {
    List<Entry> matches = entries.stream().filter(e -> e.found().answersTo(name)).toList();
    List<String> names = entries.stream().map(e -> e.found().name()).sorted().toList();
    if (matches.isEmpty()) {
      throw new DriverNotFoundException(
          name,
          names,
          "there is no driver of this name; correct it or add the driver's jar" + brokenOnes());
    }
    if (matches.size() > 1) {
      String where = String.join(" and ", matches.stream().map(e -> e.found().origin()).toList());
      throw new DriverNotFoundException(
          name, names, "more than one driver answers to it (" + where + "); remove all but one");
    }
    Entry match = matches.get(0);
    if (match.provider() == null) {
      throw new DriverNotFoundException(
          name, names, "it is broken (" + match.found().problem() + "); repair or replace its jar");
    }
    return match.provider();
  }

  /** A driver that cannot be made cannot say its name: it may be the one that is meant. */
  private String brokenOnes() {
    return entries.stream()
        .map(Entry::found)
        .filter(found -> found.problem() != null)
        .findFirst()
        .map(found -> ", or repair " + found.name() + " (" + found.problem() + ")")
        .orElse("");
  }

  private static Entry entry(ServiceLoader.Provider<IpamDriverProvider> candidate) {
    String type = candidate.type().getName();
    String origin = origin(candidate.type());
    try {
      return entry(candidate.get(), origin);
    } catch (ServiceConfigurationError e) {
      return broken(type, origin, e);
    }
  }

  /** Asks a provider for everything at once, so that a broken one is known before it is chosen. */
  @SuppressWarnings("CatchingUnchecked") // Whatever a stranger's code throws is its own fault.
  private static Entry entry(IpamDriverProvider provider, String origin) {
    String name = provider.getClass().getName();
    try {
      name = checkName(Objects.requireNonNull(provider.name(), "it has no name"));
      Set<String> aliases = Set.copyOf(provider.aliases());
      aliases.forEach(DriverRegistry::checkName);
      FoundDriver found =
          new FoundDriver(
              name,
              aliases,
              shown(Objects.requireNonNull(provider.description(), "it has no description")),
              origin,
              provider.mostCapabilities(),
              checkSettings(name, provider.settings()),
              null);
      return new Entry(found, provider);
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      return broken(name, origin, e);
    }
  }

  private static String checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "its name is not 1 to 64 lower-case letters, digits and dashes");
    }
    return name;
  }

  /** A driver that could name the keys of another one could read its password. */
  private static List<Setting> checkSettings(String name, List<Setting> settings) {
    String prefix = "ipam." + name + ".";
    Set<String> keys = new HashSet<>();
    for (Setting setting : settings) {
      if (!setting.key().startsWith(prefix) || !keys.add(setting.key())) {
        throw new IllegalArgumentException(
            "its setting " + setting.key() + " is not below " + prefix + ", or named twice");
      }
    }
    return settings;
  }

  private static Entry broken(String name, String origin, Throwable cause) {
    Throwable root = cause.getCause() == null ? cause : cause.getCause();
    String why = root.getMessage() == null ? "" : ": " + root.getMessage();
    FoundDriver found =
        new FoundDriver(
            shown(name),
            Set.of(),
            "",
            origin,
            Set.of(),
            List.of(),
            shown(root.getClass().getSimpleName() + why));
    return new Entry(found, null);
  }

  /** What comes from a stranger's code, fit for a message. */
  private static String shown(String text) {
    String kept = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    return kept.replaceAll("\\p{Cntrl}", " ");
  }

  private static String origin(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    return location == null ? "(unknown)" : location.getPath();
  }
}
