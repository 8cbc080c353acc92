package dev.ipam.migration.dump;

import dev.ipam.file.OwnerOnly;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;

/**
 * A file that takes its name only when it is whole and on the disk; what had the name before is
 * there until then. Only the owner may read it. For one thread.
 *
 * @since 0.1
 */
public final class NewFile extends OutputStream {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private final OutputStream out;
  private long count;
  private boolean kept;

  /**
   * Begins to write it, beside what has its name now.
   *
   * @param file the file
   * @throws IOException if it cannot be written there, or what has its name is no regular file
   */
  public NewFile(Path file) throws IOException {
    target = file.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new FileSystemException(target.toString(), null, "it is a directory, not a file");
    }
    // A device, or what a link stands for, would be lost to everybody.
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(target.toString(), null, "it is not a regular file");
    }
    temporary =
        target.resolveSibling(
            "." + target.getFileName() + "." + Long.toHexString(RANDOM.nextLong()) + ".part");
    channel = OwnerOnly.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    out = Channels.newOutputStream(channel);
  }

  long count() {
    return count;
  }

  @Override
  public void write(int value) throws IOException {
    out.write(value);
    count++;
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
    count += length;
  }

  /**
   * Gives the file its name, durably. Without it, closing leaves no trace.
   *
   * @throws IOException if that cannot be done
   */
  public void keep() throws IOException {
    channel.force(true);
    channel.close();
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    kept = true;
    Path directory = target.getParent();
    if (directory != null) {
      OwnerOnly.sync(directory);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!kept) {
      Files.deleteIfExists(temporary);
    }
  }
}
