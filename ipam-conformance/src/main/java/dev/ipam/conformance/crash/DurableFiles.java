package dev.ipam.conformance.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The files of a directory as the disk has them when the power fails: what was synced, and nothing
 * else.
 *
 * <p>A file's content is durable as of its last sync. Its name is durable once it or its directory
 * was synced, which is what the usual file systems of Linux do; that a name is gone or another's,
 * once the directory was.
 */
final class DurableFiles {
  private final Path root;
  private final Map<String, byte[]> contents = new HashMap<>();
  private final Map<String, Long> turns = new HashMap<>();
  private final Map<Path, Map<String, SyncJournal.Entry>> directories = new HashMap<>();

  DurableFiles(Path root) {
    this.root = root;
    directories.put(root, new TreeMap<>());
  }

  /** Takes note of what was made durable next. */
  void add(SyncJournal.Sync sync) {
    String what = sync.isDirectory() ? sync.path().toString() : sync.file();
    // Two calls may overlap; the one that was read later holds all that the other does.
    if (turns.merge(what, sync.turn(), Math::max) > sync.turn()) {
      return;
    }
    Path path = sync.path();
    if (sync.isDirectory()) {
      name(path, "", true);
      Map<String, SyncJournal.Entry> entries = names(path);
      entries.clear();
      sync.entries().forEach(entry -> entries.put(entry.name(), entry));
    } else {
      contents.put(sync.file(), sync.content());
      name(path, sync.file(), false);
    }
  }

  private void name(Path path, String file, boolean isDirectory) {
    Path parent = path.getParent();
    if (path.equals(root) || parent == null || !path.startsWith(root)) {
      return;
    }
    String name = Objects.requireNonNull(path.getFileName()).toString();
    names(parent).put(name, new SyncJournal.Entry(file, isDirectory, name));
    name(parent, "", true);
  }

  private Map<String, SyncJournal.Entry> names(Path directory) {
    return directories.computeIfAbsent(directory, path -> new TreeMap<>());
  }

  /** Writes them into their directory, which must be missing or empty. */
  void write() throws IOException {
    write(root);
  }

  private void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (SyncJournal.Entry entry : names(directory).values()) {
      Path path = directory.resolve(entry.name());
      if (entry.isDirectory()) {
        write(path);
      } else {
        Files.write(path, contents.getOrDefault(entry.file(), new byte[0]));
      }
    }
  }
}
