package dev.ipam;

import dev.ipam.error.DriverNotFoundException;
import dev.ipam.spi.IpamDriverProvider;
import java.net.URL;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
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
          name, names, "there is no driver of this name; correct it or add the driver's jar");
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

  private static Entry entry(ServiceLoader.Provider<IpamDriverProvider> candidate) {
    String type = candidate.type().getName();
    String origin = origin(candidate.type());
    try {
      return entry(candidate.get(), origin);
    } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
      return broken(type, origin, e);
    }
  }

  /** Asks a provider for everything at once, so that a broken one is known before it is chosen. */
  private static Entry entry(IpamDriverProvider provider, String origin) {
    String name = provider.getClass().getName();
    try {
      name = Objects.requireNonNull(provider.name(), "name");
      Set<String> aliases = provider.aliases();
      for (String each : aliases) {
        checkName(each);
      }
      FoundDriver found =
          new FoundDriver(
              checkName(name),
              aliases,
              provider.description(),
              origin,
              provider.mostCapabilities(),
              provider.settings(),
              null);
      return new Entry(found, provider);
    } catch (LinkageError | RuntimeException e) {
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

  private static Entry broken(String name, String origin, Throwable cause) {
    Throwable root = cause.getCause() == null ? cause : cause.getCause();
    String why =
        root.getClass().getSimpleName()
            + (root.getMessage() == null ? "" : ": " + root.getMessage());
    String shown = why.replaceAll("\\p{Cntrl}", " ");
    return new Entry(
        new FoundDriver(
            name.length() > 100 ? name.substring(0, 100) + "…" : name,
            Set.of(),
            "",
            origin,
            Set.of(),
            List.of(),
            shown.length() > 200 ? shown.substring(0, 200) + "…" : shown),
        null);
  }

  private static String origin(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    return location == null ? "(unknown)" : location.getPath();
  }
}
