package dev.ipam.migration.control;

import dev.ipam.error.ConfigurationException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The file through which a serving process is reached. Only the owner of its directory can. */
final class ControlSocket {
  static final String NAME = "control.sock";

  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final String SETTING = "ipam.builtin.path";

  private ControlSocket() {}

  static Path in(Path directory) {
    return directory.resolve(NAME);
  }

  /** Makes the socket; one that a process left behind is replaced. */
  static ServerSocketChannel bind(Path directory) {
    Path file = in(directory);
    try {
      requirePrivate(directory);
      removeStale(file);
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      boolean bound = false;
      try {
        server.bind(UnixDomainSocketAddress.of(file));
        // Until here the directory alone keeps others out, and it does so from now on, too.
        Files.setPosixFilePermissions(file, FILE);
        bound = true;
        return server;
      } finally {
        if (!bound) {
          server.close();
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new ConfigurationException(
          SETTING,
          "no socket can be made at "
              + file
              + " ("
              + (e.getMessage() == null ? e.toString() : e.getMessage())
              + "); choose a shorter path, or a file system that has sockets and owners");
    }
  }

  private static void requirePrivate(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
        || !Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS).equals(DIRECTORY)) {
      throw new ConfigurationException(
          SETTING,
          directory + " is not a directory that its owner alone may enter; make its mode 0700");
    }
  }

  /** What is no socket is nobody's to remove. */
  private static void removeStale(Path file) throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!found.isOther()) {
        throw new ConfigurationException(SETTING, file + " is no socket; remove it");
      }
      Files.delete(file);
    } catch (NoSuchFileException e) {
      // There is none.
      return;
    }
  }
}
