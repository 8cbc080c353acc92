package dev.ipam.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {
  @TempDir Path directory;

  private static Path withMode(Path path, String mode) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void whatIsMadeIsClosedToOthers() throws IOException {
    Path made = directory.resolve("some/where");
    OwnerOnly.ensureDirectory(made);
    OwnerOnly.open(made.resolve("file")).close();

    assertThat(mode(made)).isEqualTo("rwx------");
    assertThat(mode(made.resolve("file"))).isEqualTo("rw-------");
    assertThat(OwnerOnly.isPrivateDirectory(made)).isTrue();
  }

  @Test
  void whatWasThereIsClosedToOthers() throws IOException {
    Path file = withMode(Files.createFile(directory.resolve("file")), "rw-rw-rw-");
    Path folder = withMode(Files.createDirectory(directory.resolve("folder")), "rwxrwxrwx");
    assertThat(OwnerOnly.isWritableByEveryone(folder)).isTrue();

    OwnerOnly.open(file).close();
    OwnerOnly.restrictDirectory(folder);

    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(OwnerOnly.isWritableByEveryone(folder)).isFalse();
  }

  @Test
  void aDirectoryOfSomebodyElseOrALinkToOneOfOursIsNotPrivate() throws IOException {
    Path ours = withMode(Files.createDirectory(directory.resolve("ours")), "rwx------");
    UserPrincipal us = Files.getOwner(ours);
    UserPrincipal other = () -> "somebody else";

    assertThat(OwnerOnly.isPrivateDirectory(ours, us)).isTrue();
    assertThat(OwnerOnly.isPrivateDirectory(ours, other)).isFalse();
    assertThat(
            OwnerOnly.isPrivateDirectory(
                Files.createSymbolicLink(directory.resolve("link"), ours), us))
        .isFalse();
  }
}
