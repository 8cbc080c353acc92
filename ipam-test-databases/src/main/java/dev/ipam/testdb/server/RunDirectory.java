package dev.ipam.testdb.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The directory of this JVM's servers. A watchdog process, which notices the JVM's end by a pipe,
 * kills them and deletes the directory then: also after {@code kill -9} of the JVM nothing is left.
 */
final class RunDirectory {
  private static final RunDirectory INSTANCE = create();

  private final Path path;
  private final ServerUser user;

  /** Never read: it keeps the pipe open that the watchdog waits on. */
  @SuppressWarnings({"unused", "FieldCanBeLocal"})
  private final Process watchdog;

  private final AtomicInteger names = new AtomicInteger();

  private RunDirectory(Path path, ServerUser user, Process watchdog) {
    this.path = path;
    this.user = user;
    this.watchdog = watchdog;
  }

  static RunDirectory get() {
    return INSTANCE;
  }

  ServerUser user() {
    return user;
  }

  Path path() {
    return path;
  }

  /** A path for something new, which does not exist yet. */
  Path next(String name) {
    return path.resolve(name + "-" + names.incrementAndGet());
  }

  /** Makes a directory that only this process's account can enter. */
  Path makeOwnDirectory(String name) {
    try {
      return Files.createDirectory(
          next(name),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a directory for " + name, e);
    }
  }

  /**
   * Starts a server under the servers' account. It enters itself in the watchdog's list before it
   * becomes the server, so that there is no moment at which it would be forgotten.
   */
  Process start(List<String> server, Path log) {
    List<String> command =
        new ArrayList<>(
            List.of("sh", "-c", ": > \"$0/$$\" && exec \"$@\"", processes(path).toString()));
    if (Command.exists("setsid")) {
      command.add("setsid");
    }
    command.addAll(user.wrap(server));
    try {
      return new ProcessBuilder(command)
          .directory(path.toFile())
          .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
          .redirectErrorStream(true)
          .redirectOutput(Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + server, e);
    }
  }

  /** Takes a server that has ended off the watchdog's list. */
  void forget(long pid) {
    try {
      Files.deleteIfExists(processes(path).resolve(Long.toString(pid)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path processes(Path directory) {
    return directory.resolve("processes");
  }

  private static RunDirectory create() {
    try {
      // Others may pass through it, as the servers' account must, and see nothing in it.
      Path path = Files.createTempDirectory("ipam-testdb-").toRealPath();
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
      ServerUser user = ServerUser.forOwnerOf(path);
      Files.createDirectory(
          processes(path),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return new RunDirectory(path, user, startWatchdog(path));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a directory for database servers", e);
    }
  }

  private static Process startWatchdog(Path directory) throws IOException {
    Path script = directory.resolve("watchdog.sh");
    try (InputStream in = RunDirectory.class.getResourceAsStream("watchdog.sh")) {
      Files.copy(Objects.requireNonNull(in, "watchdog.sh"), script);
    }
    List<String> command = new ArrayList<>();
    if (Command.exists("setsid")) {
      command.add("setsid");
    }
    command.addAll(List.of("sh", script.toString(), directory.toString()));
    return new ProcessBuilder(command)
        .directory(Path.of("/").toFile())
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.DISCARD)
        .start();
  }
}
