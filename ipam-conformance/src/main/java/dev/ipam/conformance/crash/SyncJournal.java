package dev.ipam.conformance.crash;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Which files were made durable, when and with what in them, as {@code sync-journal.c} wrote. */
final class SyncJournal {
  private final byte[] bytes;
  private int at;

  private SyncJournal(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * One thing that was made durable.
   *
   * @param time when the call that did it had succeeded, by {@link System#nanoTime}
   * @param turn in which order what follows was read
   * @param file which file it was, whatever its path; empty for a directory
   * @param path its path
   * @param content what it held, for a file
   * @param entries what it listed, for a directory
   */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares these, and files are large.
  record Sync(long time, long turn, String file, Path path, byte[] content, List<Entry> entries) {
    boolean isDirectory() {
      return file.isEmpty();
    }
  }

  /** A name in a directory. */
  record Entry(String file, boolean isDirectory, String name) {}

  /** Reads a journal, whose end may be cut off; in the order of time. */
  static List<Sync> read(Path journal) throws IOException {
    if (!Files.exists(journal)) {
      return List.of();
    }
    SyncJournal reader = new SyncJournal(Files.readAllBytes(journal));
    List<Sync> syncs = new ArrayList<>();
    try {
      while (reader.at < reader.bytes.length) {
        syncs.add(reader.next());
      }
    } catch (IndexOutOfBoundsException e) {
      // The last record has no end: the call that it is about never returned.
    }
    syncs.sort(Comparator.comparingLong(Sync::time));
    return syncs;
  }

  private Sync next() {
    List<String> words = words();
    long time = Long.parseLong(words.get(1));
    long turn = Long.parseLong(words.get(2));
    if (words.get(0).equals("file")) {
      int size = Integer.parseInt(words.get(5));
      if (at + size + 1 > bytes.length) {
        throw new IndexOutOfBoundsException(size);
      }
      byte[] content = Arrays.copyOfRange(bytes, at, at + size);
      at += size + 1;
      return new Sync(time, turn, words.get(3), path(words.get(4)), content, List.of());
    }
    List<Entry> entries = new ArrayList<>();
    for (int left = Integer.parseInt(words.get(4)); left > 0; left--) {
      List<String> entry = words();
      entries.add(new Entry(entry.get(0), entry.get(1).equals("dir"), text(entry.get(2))));
    }
    return new Sync(time, turn, "", path(words.get(3)), new byte[0], entries);
  }

  private List<String> words() {
    int end = at;
    while (bytes[end] != '\n') {
      end++;
    }
    String line = new String(bytes, at, end - at, StandardCharsets.UTF_8);
    at = end + 1;
    return List.of(line.split(" ", -1));
  }

  private static Path path(String escaped) {
    return Path.of(text(escaped));
  }

  private static String text(String escaped) {
    return URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
