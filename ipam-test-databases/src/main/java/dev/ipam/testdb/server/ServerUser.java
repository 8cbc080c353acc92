package dev.ipam.testdb.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The account that servers run under: this process's own, or {@code nobody} when that is root,
 * under which no database server agrees to run.
 */
final class ServerUser {
  private static final String UNPRIVILEGED = "nobody";

  private final boolean dropsPrivileges;

  private ServerUser(boolean dropsPrivileges) {
    this.dropsPrivileges = dropsPrivileges;
  }

  /** The account for servers whose data are in this directory, which this process has made. */
  static ServerUser forOwnerOf(Path directory) throws IOException {
    boolean root = Integer.valueOf(0).equals(Files.getAttribute(directory, "unix:uid"));
    if (root && !Command.exists("setpriv")) {
      throw new IllegalStateException(
          "Database servers cannot be started as root without setpriv (of util-linux) to give up"
              + " its rights: install it, or run the tests as another user.");
    }
    return new ServerUser(root);
  }

  /** The command, made to run under this account with the process id it is started with. */
  List<String> wrap(List<String> command) {
    if (!dropsPrivileges) {
      return command;
    }
    List<String> wrapped =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=" + UNPRIVILEGED,
                "--regid=" + Command.run(List.of("id", "-g", UNPRIVILEGED)).strip(),
                "--clear-groups"));
    wrapped.addAll(command);
    return wrapped;
  }

  /** Makes a directory that only this account can enter. */
  Path makeDirectory(Path directory) {
    try {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return give(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make " + directory, e);
    }
  }

  /** Writes a file that only this account can read. */
  Path writeFile(Path file, String text) {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, text);
      return give(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private Path give(Path file) throws IOException {
    if (dropsPrivileges) {
      Files.setOwner(
          file,
          FileSystems.getDefault()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(UNPRIVILEGED));
    }
    return file;
  }
}
