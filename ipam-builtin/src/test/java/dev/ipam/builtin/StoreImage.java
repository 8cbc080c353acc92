package dev.ipam.builtin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a store as they were at one moment: what a kill leaves, where it was open. */
record StoreImage(SortedMap<String, byte[]> files) {
  static StoreImage of(Path store) {
    while (true) {
      try {
        StoreImage image = read(store);
        if (image.files.keySet().equals(read(store).files.keySet())) {
          return image;
        }
      } catch (UncheckedIOException e) {
        // RocksDB deletes what it no longer needs in a thread of its own.
        Thread.onSpinWait();
      }
    }
  }

  private static StoreImage read(Path store) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(store)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        files.put(store.relativize(file).toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new StoreImage(files);
  }

  /** Returns the image with one file changed, or without it. */
  StoreImage with(String name, byte... content) {
    SortedMap<String, byte[]> changed = new TreeMap<>(files);
    changed.put(name, content);
    return new StoreImage(changed);
  }

  StoreImage without(String name) {
    SortedMap<String, byte[]> changed = new TreeMap<>(files);
    changed.remove(name);
    return new StoreImage(changed);
  }

  /** The log that was written last. */
  String newestLog() {
    return files.keySet().stream()
        .filter(name -> name.endsWith(".log"))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  /**
   * Finds the records of a file that RocksDB writes as a log: checksum (4 bytes), length (2), type.
   *
   * @return the offset of each record's head
   */
  List<Integer> records(String name) {
    ByteBuffer bytes = ByteBuffer.wrap(files.get(name)).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> heads = new ArrayList<>();
    for (int at = 0; at + 7 <= bytes.capacity(); ) {
      heads.add(at);
      at += 7 + Short.toUnsignedInt(bytes.getShort(at + 4));
    }
    return heads;
  }

  /** Writes the files into a directory that is missing. */
  void writeTo(Path store) {
    try {
      Files.createDirectories(store.resolve("db"));
      for (var file : files.entrySet()) {
        Files.write(store.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path store) {
    try (Stream<Path> all = Files.walk(store)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
