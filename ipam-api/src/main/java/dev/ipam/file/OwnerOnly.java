package dev.ipam.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * Files and directories that only their owner may read and write, whatever the umask. Where the
 * file system knows no POSIX permissions, they have its defaults.
 *
 * @since 0.1
 */
public final class OwnerOnly {
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  /**
   * Makes a directory.
   *
   * @param path the directory, which is not there
   * @throws FileAlreadyExistsException if something has the name
   * @throws IOException if it cannot be made
   */
  public static void createDirectory(Path path) throws IOException {
    Files.createDirectory(path, attributes(path, DIRECTORY));
  }

  /**
   * Makes a directory where it is missing, and its parents as the system's default has them. What
   * is there is left as it is, whatever it is.
   *
   * @param path the directory
   * @throws IOException if it cannot be made
   */
  public static void ensureDirectory(Path path) throws IOException {
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

  /**
   * Takes every permission to a directory from everyone but its owner.
   *
   * @param directory the directory
   * @throws IOException if it is not ours to change
   */
  public static void restrictDirectory(Path directory) throws IOException {
    restrict(directory, DIRECTORY);
  }

  private static void restrict(Path path, Set<PosixFilePermission> permissions) throws IOException {
    if (isPosix(path)
        && !Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).equals(permissions)) {
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  /**
   * Opens a file for reading and writing, made where it is missing, and closed to all others even
   * where it was there.
   *
   * @param path the file
   * @return a channel, which the caller closes
   * @throws IOException if it cannot be opened
   */
  public static FileChannel open(Path path) throws IOException {
    FileChannel channel =
        open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean restricted = false;
    try {
      restrict(path, FILE);
      restricted = true;
      return channel;
    } finally {
      if (!restricted) {
        channel.close();
      }
    }
  }

  /**
   * Opens a file as it is asked for; where that makes it, only its owner may use it.
   *
   * @param path the file
   * @param options how to open it
   * @return a channel, which the caller closes
   * @throws IOException if it cannot be opened
   */
  public static FileChannel open(Path path, OpenOption... options) throws IOException {
    return FileChannel.open(path, Set.of(options), attributes(path, FILE));
  }

  /**
   * Makes names durable that were given or taken away in a directory: a file that was synced, but
   * whose name was not, is lost with the power.
   *
   * @param directory the directory
   * @throws IOException if the system cannot promise it
   */
  public static void sync(Path directory) throws IOException {
    if (isPosix(directory)) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /**
   * Tells whether everybody may write to a file or directory.
   *
   * @param path the file or directory
   * @return whether it is so; false where the file system does not know
   * @throws IOException if it cannot be looked at
   */
  public static boolean isWritableByEveryone(Path path) throws IOException {
    return isPosix(path)
        && Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE);
  }

  /**
   * Tells whether a directory is a real one, of this process's user, and closed to everyone else.
   *
   * @param path the directory
   * @return whether it is so; where the file system knows no owners, whether it is a directory
   * @throws IOException if it cannot be looked at
   */
  public static boolean isPrivateDirectory(Path path) throws IOException {
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
