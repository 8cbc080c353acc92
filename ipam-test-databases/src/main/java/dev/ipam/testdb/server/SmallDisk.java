package dev.ipam.testdb.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A small file system in memory that a test can fill up and empty again. Needs the right to mount,
 * which root has outside of most containers.
 *
 * @since 0.1
 */
public final class SmallDisk implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;
  private static final Duration FILL_LIMIT = Duration.ofSeconds(30);
  private static final Duration UNMOUNT_LIMIT = Duration.ofMinutes(2);

  private final Path path;

  private SmallDisk(Path path) {
    this.path = path;
  }

  /**
   * What this machine lacks for one.
   *
   * @return why it cannot be had, or nothing
   */
  public static Optional<String> missing() {
    try {
      mount(1).close();
      return Optional.empty();
    } catch (IllegalStateException | UncheckedIOException e) {
      return Optional.of("the right to mount a file system");
    }
  }

  /**
   * Mounts one.
   *
   * @param mebibytes its size
   * @return the disk, empty
   * @throws IllegalStateException when this account may not mount
   */
  public static SmallDisk mount(int mebibytes) {
    RunDirectory run = RunDirectory.get();
    Path path = run.makeOwnDirectory("disk");
    Command.run(
        List.of(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            "size=" + mebibytes + "m,mode=0711,nosuid,nodev,noexec",
            "ipam-testdb",
            path.toString()));
    return new SmallDisk(path);
  }

  /**
   * Where it is mounted.
   *
   * @return the directory
   */
  public Path path() {
    return path;
  }

  /** Takes all the room that is left, to the last block. */
  public void fill() {
    // A server that works on it may give some back while it is taken.
    Await.until("the disk at " + path + " is full", FILL_LIMIT, () -> "", this::takeRoom);
  }

  private boolean takeRoom() {
    byte[] chunk = new byte[CHUNK];
    try (OutputStream out =
        Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        out.write(chunk);
      }
    } catch (IOException full) {
      return path.toFile().getUsableSpace() < CHUNK;
    }
  }

  /** Gives back the room that {@link #fill} took. */
  public void free() {
    try {
      Files.deleteIfExists(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path filler() {
    return path.resolve("filler");
  }

  /**
   * Unmounts it; a server on it must have ended. Of one that was killed some threads may let go of
   * their files a moment later.
   *
   * @throws IllegalStateException when it stays in use, with what was said of it
   */
  @Override
  public void close() {
    String[] said = {""};
    Await.until(
        "the disk at " + path + " is in use by nobody",
        UNMOUNT_LIMIT,
        () -> said[0],
        () -> {
          try {
            Command.run(List.of("umount", path.toString()));
            return true;
          } catch (IllegalStateException busy) {
            said[0] = busy.getMessage();
            return false;
          }
        });
  }
}
