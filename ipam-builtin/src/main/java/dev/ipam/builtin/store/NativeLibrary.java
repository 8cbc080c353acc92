package dev.ipam.builtin.store;

import dev.ipam.error.ConfigurationException;
import dev.ipam.file.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * RocksDB's native library: unpacked once for all processes of a user and a version.
 *
 * <p>Left to itself RocksDB unpacks 15 MB into the temporary directory at every start, and leaves
 * them there when the process is killed. What is loaded is code: so the directory must be ours and
 * closed to everyone else.
 */
final class NativeLibrary {
  /** The configuration key that moves the directory. */
  static final String SETTING = "ipam.builtin.native-dir";

  private static boolean loaded;

  private NativeLibrary() {}

  /** Loads the library from a directory that was chosen, or else from the user's cache. */
  static synchronized void load(@Nullable Path chosen, Path store) {
    if (loaded) {
      return;
    }
    Path directory = chosen == null ? unpackByDefault(store) : unpackInto(chosen);
    try {
      RocksDB.loadLibrary(List.of(directory.toString()));
    } catch (UnsatisfiedLinkError e) {
      throw new ConfigurationException(
          SETTING,
          "the native library in "
              + directory
              + " cannot be loaded ("
              + e.getMessage()
              + "); choose a directory that allows execution");
    }
    loaded = true;
  }

  private static Path unpackByDefault(Path store) {
    Path cache = userCache();
    if (cache != null) {
      try {
        return unpack(cache);
      } catch (IOException e) {
        // A service's user may have no home: then the store's own directory must do.
      }
    }
    return unpackInto(store.resolve("native"));
  }

  private static @Nullable Path userCache() {
    String cache = System.getenv("XDG_CACHE_HOME");
    if (cache != null && cache.startsWith("/")) {
      return Path.of(cache, "ipam-native");
    }
    String home = System.getProperty("user.home");
    if (home == null || home.isEmpty() || !Files.isDirectory(Path.of(home))) {
      return null;
    }
    return Path.of(home, ".cache", "ipam-native");
  }

  private static Path unpackInto(Path base) {
    try {
      return unpack(base);
    } catch (IOException e) {
      throw new ConfigurationException(
          SETTING,
          "the native library cannot be unpacked to "
              + base
              + " ("
              + e
              + "); choose a directory that this user may write");
    }
  }

  /** Unpacks where it is not there yet, and returns the directory. */
  static Path unpack(Path base) throws IOException {
    String name = Environment.getJniLibraryFileName("rocksdb");
    URL packed = RocksDB.class.getResource("/" + name);
    String fallback = Environment.getFallbackJniLibraryFileName("rocksdb");
    if (packed == null && fallback != null) {
      packed = RocksDB.class.getResource("/" + fallback);
    }
    if (packed == null) {
      throw new IOException("RocksDB has no library for this platform");
    }
    OwnerOnly.ensureDirectory(base);
    checkPrivate(base);
    Path directory = base.resolve("rocksdb-" + version(packed));
    OwnerOnly.ensureDirectory(directory);
    checkPrivate(directory);
    // The name under which RocksDB.loadLibrary looks for it, which is not the one in its jar.
    unpack(packed, directory, directory.resolve(Environment.getJniLibraryFileName("rocksdbjni")));
    return directory;
  }

  private static void unpack(URL packed, Path directory, Path library) throws IOException {
    URLConnection source = packed.openConnection();
    source.setUseCaches(false);
    try (InputStream in = source.getInputStream()) {
      if (Files.isRegularFile(library, LinkOption.NOFOLLOW_LINKS)
          && Files.size(library) == source.getContentLengthLong()) {
        return;
      }
      Path fresh = Files.createTempFile(directory, "unpacking", null);
      try {
        Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
        Files.move(fresh, library, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    }
  }

  private static void checkPrivate(Path directory) throws IOException {
    if (!OwnerOnly.isPrivateDirectory(directory)) {
      throw new ConfigurationException(
          SETTING,
          directory
              + " is not a directory that belongs to this user and is closed to all others"
              + " (mode 700); remove it, or choose another one");
    }
  }

  /**
   * The library itself tells its version only once it is loaded; the jar's name is all there is.
   */
  private static String version(URL packed) {
    String place = packed.toString();
    int from = place.lastIndexOf("rocksdbjni-", place.indexOf(".jar"));
    int to = place.indexOf(".jar");
    return from < 0 || to < from ? "unknown" : place.substring(from + "rocksdbjni-".length(), to);
  }
}
