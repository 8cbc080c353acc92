package dev.ipam.builtin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Copies the files of an open store as a power cut would leave them at one instant.
 *
 * <p>RocksDB writes out, names and deletes files by itself, after the call that caused it has
 * answered. A copy during which that happened is of no instant: its list of files can name one that
 * was not there yet when the directory was read. Such a copy is made again.
 */
final class CopyAtRest {

  private CopyAtRest() {}

  static void copy(Path from, Path to) throws IOException {
    while (!attempt(from, to)) {
      if (Files.exists(to)) {
        ExportTest.delete(to);
      }
    }
  }

  private static boolean attempt(Path from, Path to) throws IOException {
    try {
      Map<Path, Long> before = sizes(from);
      for (Path file : before.keySet()) {
        Files.copy(from.resolve(file), to.resolve(file));
      }
      return sizes(from).equals(before);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** By path, a directory before what it holds. */
  private static Map<Path, Long> sizes(Path root) throws IOException {
    Map<Path, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        sizes.put(root.relativize(file), Files.isDirectory(file) ? 0 : Files.size(file));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return sizes;
  }
}
