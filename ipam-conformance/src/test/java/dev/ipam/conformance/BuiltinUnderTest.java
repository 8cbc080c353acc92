package dev.ipam.conformance;

import dev.ipam.builtin.BuiltinDriverProvider;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.testdb.server.SmallDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** The built-in driver, as its vendor would give it to the kit. */
public final class BuiltinUnderTest implements DriverUnderTest {
  private static final String PATH = "ipam.builtin.path";

  /** The disks of fragile stores, where this account may mount one, by the store's path. */
  private final Map<String, SmallDisk> disks = new ConcurrentHashMap<>();

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
  public Optional<Path> directory(Map<String, String> store) {
    return Optional.of(Path.of(store.get(PATH)));
  }

  @Override
  public boolean makeNewer(Map<String, String> store) {
    // The first two words and the checksum at the end stay what they are in every later version.
    String line = "ipam-builtin 9 of a later version";
    CRC32 checksum = new CRC32();
    checksum.update(line.getBytes(StandardCharsets.ISO_8859_1));
    String text = "%s %08x\n".formatted(line, checksum.getValue());
    try {
      Files.writeString(Path.of(store.get(PATH)).resolve("FORMAT"), text);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Map<String, String>> newFragileStore() {
    if (SmallDisk.missing().isPresent()) {
      return Optional.empty();
    }
    SmallDisk disk = SmallDisk.mount(256);
    try {
      Path directory = Files.createTempDirectory(disk.path(), "ipam-kit");
      String path = directory.resolve("store").toString();
      disks.put(path, disk);
      return Optional.of(Map.of(PATH, path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public StoreOutage outage(Map<String, String> store) {
    SmallDisk disk = disks.get(store.get(PATH));
    disk.fill();
    return disk::free;
  }

  @Override
  public void destroy(Map<String, String> store) {
    Path directory = Path.of(store.get(PATH)).getParent();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SmallDisk disk = disks.remove(store.get(PATH));
    if (disk != null) {
      disk.close();
    }
  }
}
