package dev.ipam.builtin.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/** Files and directories that only their owner may read and write, whatever the umask. */
final class OwnerOnly {
  static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
  static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  static void createDirectory(Path path) throws IOException {
    if (isPosix(path)) {
      Files.createDirectory(path, PosixFilePermissions.asFileAttribute(DIRECTORY));
    } else {
      Files.createDirectory(path);
    }
  }

  /** Creates a directory where it is missing, and its parents as the system's default has them. */
  static void ensureDirectory(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      createDirectory(path);
    } catch (FileAlreadyExistsException e) {
      // Another process was faster, or it is something else, which the caller looks at anyhow.
    }
  }

  /** Takes every permission from everyone but the owner. */
  static void restrict(Path path, Set<PosixFilePermission> permissions) throws IOException {
    if (isPosix(path)
        && !Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).equals(permissions)) {
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  /** Opens a file for reading and writing, creating it where it is missing. */
  static FileChannel open(Path path) throws IOException {
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (!isPosix(path)) {
      return FileChannel.open(path, options);
    }
    FileChannel channel =
        FileChannel.open(path, options, PosixFilePermissions.asFileAttribute(FILE));
    restrict(path, FILE);
    return channel;
  }

  /** Tells whether a directory is a real one, ours, and closed to everyone else. */
  static boolean isPrivateDirectory(Path path) throws IOException {
    return isPosix(path)
        ? isPrivateDirectory(path, us())
        : Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  static boolean isPrivateDirectory(Path path, UserPrincipal owner) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    PosixFileAttributes attributes =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes();
    return attributes.permissions().equals(DIRECTORY) && attributes.owner().equals(owner);
  }

  /** The owner of what this process creates; its name is not always among the system's users. */
  private static UserPrincipal us() throws IOException {
    Path probe = Files.createTempFile("ipam", null);
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }
}
