package dev.ipam.reference.db;

import dev.ipam.error.ConfigurationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which database: a JDBC URL, taken apart as far as the driver must know it.
 *
 * @param dialect what speaks there
 * @param url the URL for JDBC
 * @param file the file, where it is one
 * @param location the URL as it may be shown: without user, password and parameters
 */
public record DatabaseAddress(Dialect dialect, String url, @Nullable Path file, String location) {
  private static final String SQLITE = "jdbc:sqlite:";
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final String MARIADB = "jdbc:mariadb:";

  /**
   * Reads a URL.
   *
   * @param key the setting that it comes from, for errors
   * @param url the URL
   * @throws ConfigurationException if it is none that the driver knows
   */
  public static DatabaseAddress of(String key, String url) {
    if (url.startsWith(SQLITE)) {
      return sqlite(key, url.substring(SQLITE.length()));
    }
    if (url.startsWith(POSTGRESQL) || url.startsWith(MARIADB)) {
      refuseLogin(key, url);
    }
    if (url.startsWith(POSTGRESQL)) {
      return new DatabaseAddress(Dialect.POSTGRESQL, url, null, shown(url));
    }
    if (url.startsWith(MARIADB)) {
      String options = url.toLowerCase(Locale.ROOT);
      if (options.contains("transactionreplay") && !options.contains("transactionreplay=false")) {
        throw new ConfigurationException(
            key,
            "transactionReplay sends statements again without a look at what others wrote"
                + " meanwhile; leave it out, the driver repeats transactions itself");
      }
      return new DatabaseAddress(Dialect.MARIADB, url, null, shown(url));
    }
    throw new ConfigurationException(
        key,
        "it is no URL of a database that the driver knows; write jdbc:sqlite:FILE,"
            + " jdbc:postgresql://HOST/DATABASE or jdbc:mariadb://HOST/DATABASE");
  }

  /**
   * JDBC drivers take it for a part of the host, or of the database's name, which they tell in logs
   * and errors.
   */
  private static void refuseLogin(String key, String url) {
    if (withoutParameters(url).contains("@")) {
      throw new ConfigurationException(
          key,
          "it names a user or a password before an @; set ipam.reference.user and"
              + " ipam.reference.password instead");
    }
  }

  private static String withoutParameters(String url) {
    return url.replaceFirst("(?s)[?;].*", "");
  }

  private static DatabaseAddress sqlite(String key, String name) {
    if (name.isBlank() || name.startsWith(":") || name.startsWith("file:") || name.contains("?")) {
      throw new ConfigurationException(
          key, "after jdbc:sqlite: it must name a file, and nothing else");
    }
    try {
      Path file = Path.of(name).toAbsolutePath().normalize();
      return new DatabaseAddress(Dialect.SQLITE, SQLITE + file, file, file.toString());
    } catch (InvalidPathException e) {
      throw new ConfigurationException(
          key, "what follows jdbc:sqlite: cannot be a file (" + e.getReason() + ")");
    }
  }

  /**
   * The URLs of the single servers, where it may name several, each of which can be asked for
   * itself; else nothing.
   */
  List<String> servers() {
    if (dialect != Dialect.MARIADB || !url.contains("//")) {
      return List.of();
    }
    String rest = url.substring(url.indexOf("//") + 2);
    int end = rest.indexOf('/') < 0 ? rest.length() : rest.indexOf('/');
    return Stream.of(rest.substring(0, end).split(","))
        .map(host -> MARIADB + "//" + host.strip() + rest.substring(end))
        .toList();
  }

  private static String shown(String url) {
    return withoutParameters(url).replaceFirst("^jdbc:", "");
  }

  /** Leaves out what may be secret. */
  @Override
  public String toString() {
    return location;
  }
}
