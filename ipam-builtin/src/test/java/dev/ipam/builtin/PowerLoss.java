package dev.ipam.builtin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What a loss of power leaves of a store, by what {@code faults.c} noted of its syncs: a file holds
 * what it held when it was last synced, a directory names what it named when it was last synced.
 */
record PowerLoss(Path directory) {
  private static final int SECTOR = 512;

  /** What becomes of what nobody had synced. */
  enum Unsynced {
    /** All of it is gone. */
    LOST,
    /** Some of what was added to a file is there, and perhaps all names are. */
    KEPT_IN_PART,
    /** As before, but what is gone, in whole sectors, reads as zeros: the length was kept. */
    ZEROS
  }

  /** Begins to note for a store, in a directory beside it that is missing or of an earlier one. */
  static PowerLoss shadow(Path directory) throws IOException {
    if (Files.exists(directory)) {
      StoreImage.delete(directory);
    }
    for (String name : List.of("files", "names", "pins")) {
      Files.createDirectories(directory.resolve(name));
    }
    return new PowerLoss(directory);
  }

  /** Takes a store as it is for synced. */
  void begin(Path store) throws IOException {
    StringBuilder names = new StringBuilder();
    try (var all = Files.list(store)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        String inode = inode(path);
        boolean isDirectory = Files.isDirectory(path);
        names.append(inode).append(isDirectory ? " d " : " f ").append(path.getFileName());
        names.append('\n');
        if (isDirectory) {
          begin(path);
        } else {
          Files.createLink(directory.resolve("pins").resolve(inode), path);
          Files.copy(path, directory.resolve("files").resolve(inode));
        }
      }
    }
    Files.writeString(directory.resolve("names").resolve(inode(store)), names);
  }

  private static String inode(Path path) throws IOException {
    return Files.getAttribute(path, "unix:ino").toString();
  }

  /** Writes what is left into a directory that is missing. */
  void leave(Path store, Unsynced unsynced, Random random, Path left) throws IOException {
    boolean allNames = unsynced != Unsynced.LOST && random.nextBoolean();
    leave(store, inode(store), allNames, unsynced, random, left);
  }

  private void leave(
      Path now, String inode, boolean allNames, Unsynced unsynced, Random random, Path left)
      throws IOException {
    Files.createDirectory(left);
    if (allNames) {
      try (var all = Files.list(now)) {
        for (Path path : (Iterable<Path>) all::iterator) {
          Path to = left.resolve(path.getFileName());
          if (Files.isDirectory(path)) {
            leave(path, inode(path), true, unsynced, random, to);
          } else {
            Files.write(to, content(inode(path), Files.readAllBytes(path), unsynced, random));
          }
        }
      }
      return;
    }
    Path names = directory.resolve("names").resolve(inode);
    for (String line : Files.exists(names) ? Files.readAllLines(names) : List.<String>of()) {
      String[] words = line.split(" ", 3);
      Path to = left.resolve(words[2]);
      if (words[1].equals("d")) {
        leave(now.resolve(words[2]), words[0], false, unsynced, random, to);
      } else {
        byte[] whole = Files.readAllBytes(directory.resolve("pins").resolve(words[0]));
        Files.write(to, content(words[0], whole, unsynced, random));
      }
    }
  }

  private byte[] content(String inode, byte[] whole, Unsynced unsynced, Random random)
      throws IOException {
    Path file = directory.resolve("files").resolve(inode);
    byte[] synced = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    boolean hasGrown =
        whole.length >= synced.length
            && Arrays.equals(whole, 0, synced.length, synced, 0, synced.length);
    if (unsynced == Unsynced.LOST || !hasGrown) {
      return synced;
    }
    int kept = synced.length + random.nextInt(whole.length - synced.length + 1);
    if (unsynced == Unsynced.KEPT_IN_PART) {
      return Arrays.copyOf(whole, kept);
    }
    int sectors = Math.max(synced.length, kept / SECTOR * SECTOR);
    return Arrays.copyOf(Arrays.copyOf(whole, sectors), whole.length);
  }
}
