package dev.ipam.builtin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.error.ConfigurationException;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.StoreFormatUnsupportedException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.error.StoreNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreDirectoryTest {
  private static final StoreOptions OPTIONS = new StoreOptions(false, 1 << 20, 64);

  @TempDir Path directory;

  private static Store open(Path path, boolean create) {
    return Store.open(path, create, OPTIONS, null);
  }

  @Test
  void aStoreIsCreatedOnlyWhenAskedTo() throws IOException {
    Path path = directory.resolve("store");
    assertThatExceptionOfType(StoreNotFoundException.class).isThrownBy(() -> open(path, false));
    assertThat(path).doesNotExist();
    Files.createDirectory(path);
    assertThatExceptionOfType(StoreNotFoundException.class).isThrownBy(() -> open(path, false));
    assertThat(path).isEmptyDirectory();
    UUID id;
    try (Store store = open(path, true)) {
      id = store.id();
    }
    try (Store store = open(path, false)) {
      assertThat(store.id()).isEqualTo(id);
      store.tables().close(() -> new StoreNotFoundException("builtin", "closed"));
    }
  }

  @Test
  void everythingInItIsForItsOwnerOnly() throws IOException {
    Path path = directory.resolve("store");
    Files.createDirectory(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
    open(path, true).close();
    assertThat(mode(path)).isEqualTo("rwx------");
    assertThat(mode(path.resolve("db"))).isEqualTo("rwx------");
    assertThat(mode(path.resolve("FORMAT"))).isEqualTo("rw-------");
    assertThat(mode(path.resolve("ipam.lock"))).isEqualTo("rw-------");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aSecondDriverInThisProcessIsRefused() {
    Path path = directory.resolve("store");
    try (Store store = open(path, true)) {
      assertThat(store.location()).isEqualTo(path.toString());
      assertThatExceptionOfType(StoreInUseException.class)
          .isThrownBy(() -> open(path, false))
          .withMessageContaining("in this process")
          .withMessageContaining(Long.toString(ProcessHandle.current().pid()));
    }
    open(path, false).close();
  }

  @Test
  void aForeignDirectoryIsLeftUntouched() throws IOException {
    Path path = Files.createDirectory(directory.resolve("photos"));
    Files.writeString(path.resolve("holiday.jpg"), "x");
    assertThatExceptionOfType(StoreFormatUnsupportedException.class)
        .isThrownBy(() -> open(path, true))
        .withMessageContaining("holiday.jpg");
    assertThat(path.toFile().list()).containsExactly("holiday.jpg");
  }

  @Test
  void whatIsNoDirectoryIsRefusedInASentence() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> open(file, true))
        .withMessageContaining("is a file");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> open(directory.resolve("no/where"), true))
        .withMessageContaining("create it first");
    assertThat(directory.resolve("no")).doesNotExist();
  }

  @Test
  void aNewerFormatIsRefusedByBothVersions() throws IOException {
    Path path = directory.resolve("store");
    open(path, true).close();
    rewrite(path, "ipam-builtin 2 and whatever that will say");
    Map<String, byte[]> before = contents(path);
    assertThatExceptionOfType(StoreFormatUnsupportedException.class)
        .isThrownBy(() -> open(path, true))
        .withMessageContaining("format 2")
        .withMessageContaining("format 1");
    assertThat(contents(path)).containsAllEntriesOf(withoutLock(before));
  }

  private static Map<String, byte[]> withoutLock(Map<String, byte[]> contents) {
    contents.remove("ipam.lock");
    return contents;
  }

  private static Map<String, byte[]> contents(Path path) throws IOException {
    Map<String, byte[]> contents = new HashMap<>();
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(path.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  private static void rewrite(Path path, String line) throws IOException {
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(line.getBytes(StandardCharsets.US_ASCII));
    Files.writeString(path.resolve("FORMAT"), line + " %08x%n".formatted(crc.getValue()));
  }

  @Test
  void everyFlippedByteOfTheFormatFileIsNoticed() throws IOException {
    Path path = directory.resolve("store");
    open(path, true).close();
    byte[] bytes = Files.readAllBytes(path.resolve("FORMAT"));
    for (int i = 0; i < bytes.length; i++) {
      byte[] flipped = bytes.clone();
      flipped[i] ^= 1;
      Files.write(path.resolve("FORMAT"), flipped);
      assertThatExceptionOfType(StoreCorruptException.class)
          .isThrownBy(() -> open(path, true))
          .withMessageContaining("FORMAT");
    }
  }

  @Test
  void aCreationThatWasCutShortIsNoStoreAndIsRedone() throws IOException {
    for (List<String> left :
        List.of(
            List.<String>of(),
            List.of("ipam.lock"),
            List.of("ipam.lock", "FORMAT.new"),
            List.of("ipam.lock", "FORMAT"),
            List.of("ipam.lock", "FORMAT", "db/", "db/CURRENT"),
            List.of("ipam.lock", "FORMAT", "FORMAT.new", "db/", "db/000004.log"))) {
      Path path = Files.createTempDirectory(directory, "store");
      for (String name : left) {
        if (name.endsWith("/")) {
          Files.createDirectory(path.resolve(name));
        } else if (name.equals("FORMAT")) {
          new FormatFile(UUID.randomUUID(), FormatFile.State.CREATING).write(path);
        } else {
          Files.writeString(path.resolve(name), "half");
        }
      }
      assertThatExceptionOfType(StoreNotFoundException.class).isThrownBy(() -> open(path, false));
      try (Store store = open(path, true)) {
        store.tables().close(() -> new StoreNotFoundException("builtin", "closed"));
      }
      open(path, false).close();
    }
  }

  @Test
  void whatIsMissingFromAReadyStoreIsNamed() throws IOException {
    Path path = directory.resolve("store");
    open(path, true).close();
    Path moved = directory.resolve("moved");
    Files.move(path.resolve("FORMAT"), moved);
    assertThatExceptionOfType(StoreCorruptException.class)
        .isThrownBy(() -> open(path, true))
        .withMessageContaining("FORMAT");
    Files.move(moved, path.resolve("FORMAT"));
    Files.move(path.resolve("db"), moved);
    assertThatExceptionOfType(StoreCorruptException.class)
        .isThrownBy(() -> open(path, true))
        .withMessageContaining("db");
  }

  @Test
  void tablesOfAnotherStoreAreRefused() throws IOException {
    Path one = directory.resolve("one");
    Path two = directory.resolve("two");
    open(one, true).close();
    open(two, true).close();
    StoreDirectory.deleteTree(one.resolve(StoreDirectory.DATA));
    Files.move(two.resolve("db"), one.resolve("db"));
    try (Store store = open(one, false)) {
      assertThatExceptionOfType(StoreCorruptException.class)
          .isThrownBy(store::tables)
          .withMessageContaining("another store");
    }
  }
}
