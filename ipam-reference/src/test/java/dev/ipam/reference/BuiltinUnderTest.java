package dev.ipam.reference;

import dev.ipam.builtin.BuiltinDriverProvider;
import dev.ipam.conformance.DriverUnderTest;
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

/** The driver that the reference driver must be at parity with. */
public final class BuiltinUnderTest implements DriverUnderTest {
  private static final String PATH = "ipam.builtin.path";

  @Override
  public IpamDriverProvider provider() {
    return new BuiltinDriverProvider();
  }

  @Override
  public Set<Capability> capabilities() {
    return provider().mostCapabilities();
  }

  @Override
  public Map<String, String> newStore() {
    try {
      return Map.of(PATH, Files.createTempDirectory("ipam-kit").resolve("store").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void destroy(Map<String, String> store) {
    try (Stream<Path> files = Files.walk(Path.of(store.get(PATH)).getParent())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
