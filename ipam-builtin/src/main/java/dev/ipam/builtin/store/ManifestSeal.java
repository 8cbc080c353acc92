package dev.ipam.builtin.store;

import dev.ipam.error.StoreCorruptException;
import dev.ipam.file.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code SEAL} beside RocksDB's: how long RocksDB's manifest is at least, and which its
 * newest log is, or one that came after.
 *
 * <p>A manifest that was cut reads as one that ends earlier; RocksDB opens such a store without the
 * files that it no longer knows of, and deletes them; and it cannot know that there was one more
 * log than it finds. The seal is written after the manifest has grown, so it never says more than
 * is on the disk. Used by one thread at a time.
 */
final class ManifestSeal {
  private static final String FILE = "SEAL";
  private static final String NAME = StoreDirectory.DATA + "/" + FILE;

  private static final Logger LOG = LoggerFactory.getLogger(ManifestSeal.class);
  private static final Pattern LINE =
      Pattern.compile(
          "(ipam-builtin-seal 1 MANIFEST-(\\d{1,18}) (\\d{1,18}) (\\d{1,18}))"
              + " ([0-9a-f]{8})\n");
  private static final Pattern CURRENT = Pattern.compile("MANIFEST-(\\d{1,18})\n");
  private static final Pattern LOG_NAME = Pattern.compile("(\\d{1,18})\\.log");
  private static final String MISSING = "it is missing";
  private static final int LONGEST = 256;

  private final Path store;
  private Path manifest;
  private long sealed = -1;

  ManifestSeal(Path store) {
    this.store = store;
    this.manifest = store.resolve(StoreDirectory.DATA);
  }

  /** Checks the manifest of a store that is not open, and mends its end. */
  static void checkAndMend(Path store) throws IOException {
    Matcher seal = LINE.matcher(read(store, NAME));
    if (!seal.matches() || !FormatFile.checksum(seal.group(1)).equals(seal.group(5))) {
      throw corrupt(store, NAME, "it is not the line that belongs there");
    }
    String current = StoreDirectory.DATA + "/CURRENT";
    Matcher named = CURRENT.matcher(read(store, current));
    long sealedNumber = Long.parseLong(seal.group(2));
    if (!named.matches() || Long.parseLong(named.group(1)) < sealedNumber) {
      throw corrupt(store, current, "it does not name the manifest that belongs there");
    }
    String name = StoreDirectory.DATA + "/MANIFEST-" + named.group(1);
    long written =
        Long.parseLong(named.group(1)) == sealedNumber ? Long.parseLong(seal.group(3)) : 0;
    long length = size(store, name);
    if (length < written) {
      throw corrupt(store, name, "it has " + length + " bytes, but had at least " + written);
    }
    LogTail.mend(store, store.resolve(name), written);
    long log = Long.parseLong(seal.group(4));
    if (newestLog(store) < log) {
      throw corrupt(
          store, String.format(Locale.ROOT, "%s/%06d.log", StoreDirectory.DATA, log), MISSING);
    }
  }

  /** Returns which manifest a store has and how long it is: it grows with every change of files. */
  static String manifest(Path store) {
    try {
      String current = StoreDirectory.DATA + "/CURRENT";
      for (String name = read(store, current), before = ""; ; name = read(store, current)) {
        Path manifest = store.resolve(StoreDirectory.DATA).resolve(name.strip());
        // Where it is replaced in between, the file that was named is gone.
        if (Files.exists(manifest) || name.equals(before)) {
          return name + size(store, StoreDirectory.DATA + "/" + name.strip());
        }
        before = name;
      }
    } catch (InvalidPathException e) {
      throw corrupt(store, StoreDirectory.DATA + "/CURRENT", "it names no file");
    } catch (IOException e) {
      throw StoreDirectory.failure(store, e);
    }
  }

  private static String read(Path store, String name) throws IOException {
    if (size(store, name) > LONGEST) {
      throw corrupt(store, name, "it is too long");
    }
    return Files.readString(store.resolve(name), StandardCharsets.ISO_8859_1);
  }

  private static long size(Path store, String name) throws IOException {
    try {
      return Files.size(store.resolve(name));
    } catch (NoSuchFileException e) {
      throw corrupt(store, name, MISSING);
    }
  }

  private static long newestLog(Path store) throws IOException {
    long newest = 0;
    Path data = store.resolve(StoreDirectory.DATA);
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(data, "*.log")) {
      for (Path log : logs) {
        Matcher number = LOG_NAME.matcher(log.getFileName().toString());
        newest = number.matches() ? Math.max(newest, Long.parseLong(number.group(1))) : newest;
      }
    }
    return newest;
  }

  private static StoreCorruptException corrupt(Path store, String part, String problem) {
    return new StoreCorruptException(store.toString(), part, problem);
  }

  /** Seals the manifest where it has grown; where that fails, what was sealed before holds. */
  void update() {
    try {
      if (sealed < 0 || Files.size(manifest) != sealed) {
        write();
      }
    } catch (IOException e) {
      // Manifests are replaced when they have become long.
      sealed = -1;
      LOG.warn("cannot write {} of the store at {}: {}", NAME, store, e.toString());
    }
  }

  private void write() throws IOException {
    Path data = store.resolve(StoreDirectory.DATA);
    manifest = data.resolve(Files.readString(data.resolve("CURRENT")).strip());
    long length;
    try (FileChannel channel = FileChannel.open(manifest, StandardOpenOption.WRITE)) {
      // What was appended is not synced yet, perhaps; what is sealed must be.
      length = channel.size();
      channel.force(true);
    }
    long log = newestLog(store);
    OwnerOnly.sync(data);
    FormatFile.replace(
        data, FILE, "ipam-builtin-seal 1 " + manifest.getFileName() + " " + length + " " + log);
    sealed = length;
  }
}
