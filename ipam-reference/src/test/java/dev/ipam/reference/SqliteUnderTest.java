package dev.ipam.reference;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.reference.db.Dialect;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriverProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The reference driver on SQLite, as its vendor would give it to the kit. */
public final class SqliteUnderTest implements DriverUnderTest {
  private static final String URL = "ipam.reference.url";
  private static final String PREFIX = "jdbc:sqlite:";

  @Override
  public IpamDriverProvider provider() {
    return new ReferenceDriverProvider();
  }

  @Override
  public Set<Capability> capabilities() {
    return ReferenceDriverProvider.capabilities(Dialect.SQLITE);
  }

  @Override
  public Map<String, String> newStore() {
    try {
      return Map.of(URL, PREFIX + Files.createTempDirectory("ipam-kit").resolve("store.db"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void destroy(Map<String, String> store) {
    Path directory = Path.of(store.get(URL).substring(PREFIX.length())).getParent();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
