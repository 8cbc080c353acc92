package dev.ipam.builtin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.error.ConfigurationException;
import dev.ipam.file.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
  @TempDir Path directory;

  @Test
  void unpacksOnceIntoADirectoryOfItsVersionThatIsClosedToOthers() throws IOException {
    Path base = directory.resolve("cache/native");
    Path unpacked = NativeLibrary.unpack(base);
    assertThat(unpacked.getFileName().toString()).startsWith("rocksdb-").containsPattern("\\d+\\.");
    assertThat(OwnerOnly.isPrivateDirectory(base)).isTrue();
    assertThat(OwnerOnly.isPrivateDirectory(unpacked)).isTrue();
    Path library = onlyFile(unpacked);
    FileTime then = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(library, then);
    assertThat(NativeLibrary.unpack(base)).isEqualTo(unpacked);
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(then);
    Files.write(library, new byte[10]);
    NativeLibrary.unpack(base);
    assertThat(Files.size(onlyFile(unpacked))).isGreaterThan(1_000_000);
  }

  private static Path onlyFile(Path in) throws IOException {
    try (Stream<Path> files = Files.list(in)) {
      return files
          .reduce(
              (a, b) -> {
                throw new AssertionError(a + " and " + b);
              })
          .orElseThrow();
    }
  }

  @Test
  void aDirectoryThatOthersCanWriteOrThatIsALinkIsRefused() throws IOException {
    Path open = Files.createDirectory(directory.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertRefused(open);
    Path real = Files.createDirectory(directory.resolve("real"));
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwx------"));
    assertRefused(Files.createSymbolicLink(directory.resolve("link"), real));
    assertThat(real).isEmptyDirectory();
    assertThat(open).isEmptyDirectory();
  }

  private static void assertRefused(Path base) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> NativeLibrary.unpack(base))
        .withMessageContaining("ipam.builtin.native-dir")
        .withMessageContaining("closed to all others");
  }
}
