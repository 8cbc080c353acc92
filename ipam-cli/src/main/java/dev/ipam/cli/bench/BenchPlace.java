package dev.ipam.cli.bench;

import dev.ipam.IpamConfig;
import dev.ipam.error.ConfigurationException;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a driver keeps its store, and so where it is measured and what limits it.
 *
 * @param provider the driver
 * @param config how it is configured
 * @param directory the directory that files of the store are in, where it has files
 * @param jdbcUrl the database, or null
 */
public record BenchPlace(
    IpamDriverProvider provider, IpamConfig config, Path directory, @Nullable String jdbcUrl) {
  private static final String SQLITE = "jdbc:sqlite:";

  /**
   * Finds it in the driver's settings: one ends in {@code .path}, or in {@code .url}.
   *
   * @param provider the driver
   * @param config how it is configured
   * @param workingDirectory what relative paths count from
   * @return the place
   * @throws ConfigurationException if the driver says neither
   */
  public static BenchPlace of(
      IpamDriverProvider provider, IpamConfig config, Path workingDirectory) {
    String url = value(provider, config, ".url").orElse(null);
    if (url != null && url.startsWith(SQLITE)) {
      String file = url.substring(SQLITE.length()).replaceFirst("[?].*", "");
      return new BenchPlace(provider, config, parent(workingDirectory.resolve(file)), url);
    }
    if (url != null && url.startsWith("jdbc:")) {
      return new BenchPlace(provider, config, workingDirectory, url);
    }
    String path = value(provider, config, ".path").orElse(null);
    if (path == null) {
      throw new ConfigurationException(
          "ipam_driver",
          "\""
              + provider.name()
              + "\" says neither by a path nor by a JDBC URL where its store is, so that its limit"
              + " is not known; name another driver");
    }
    return new BenchPlace(provider, config, parent(workingDirectory.resolve(path)), null);
  }

  private static Path parent(Path path) {
    Path parent = path.toAbsolutePath().normalize().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }

  static Optional<String> value(IpamDriverProvider provider, IpamConfig config, String ending) {
    return provider.settings().stream()
        .filter(setting -> setting.key().endsWith(ending))
        .findFirst()
        .flatMap(config::value);
  }

  /**
   * Whether the store is on a server, where there is no place for another one beside it.
   *
   * @return true if it is
   */
  public boolean isServer() {
    return jdbcUrl != null && !jdbcUrl.startsWith(SQLITE);
  }

  /**
   * Returns it with files in another directory.
   *
   * @param other the directory
   * @return the place
   */
  public BenchPlace in(Path other) {
    return new BenchPlace(provider, config, other, jdbcUrl);
  }

  /** The driver's settings and nothing else, with the store in a directory of its own. */
  IpamConfig scratch(Path own) {
    IpamConfig scratch = settings();
    for (Map.Entry<String, String> each : provider.scratchStore(own).entrySet()) {
      scratch = scratch.with(each.getKey(), each.getValue());
    }
    return scratch;
  }

  private IpamConfig settings() {
    IpamConfig only = IpamConfig.empty().with("ipam_driver", provider.name());
    for (Setting setting : provider.settings()) {
      Optional<String> value = config.value(setting);
      if (value.isPresent()) {
        only = only.with(setting.key(), value.get());
      }
    }
    return only;
  }

  /** The driver's settings, with the store where it is; nothing is migrated. */
  IpamConfig inPlace() {
    return settings().with("ipam.migration", "manual");
  }
}
