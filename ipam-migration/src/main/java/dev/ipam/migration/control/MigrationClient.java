package dev.ipam.migration.control;

import dev.ipam.error.IpamException;
import dev.ipam.error.MigrationRefusedException;
import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationReport;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the process that serves a built-in store to migrate it.
 *
 * @since 0.1
 */
public final class MigrationClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A migration that says nothing for so long has lost its process. */
  private static final Duration LONGEST_SILENCE = Duration.ofHours(1);

  private final Path file;
  private final Lines lines;

  private MigrationClient(Path file, Lines lines) {
    this.file = file;
    this.lines = lines;
  }

  /**
   * Connects to the process that listens in a store's directory.
   *
   * @param directory the directory of the built-in store
   * @return the connection, to be closed by the caller; empty where nobody listens
   */
  public static Optional<MigrationClient> connect(Path directory) {
    Path file = ControlSocket.in(directory);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new MigrationClient(
              file, new Lines(SocketChannel.open(UnixDomainSocketAddress.of(file)))));
    } catch (IOException e) {
      // What a process left behind that is gone: the store can be opened.
      return Optional.empty();
    }
  }

  /**
   * Migrates live, in the process that serves.
   *
   * @param from the driver that serves, for what is said
   * @param driver the driver to go on with, as that process is configured
   * @param longestPause how long writes may wait at a time
   * @param listener is told how it goes
   * @return what was done
   * @throws MigrationRefusedException if that process did not migrate; it says why
   * @throws UnavailableException if that process is gone, or says what cannot be understood: it may
   *     have migrated, see {@code ipam migrate status}
   */
  public MigrationReport migrate(
      String from, String driver, Duration longestPause, MigrationListener listener) {
    try {
      lines.write(
          Messages.write(
              Messages.MIGRATE, driver, Messages.PAUSE, Math.max(1, longestPause.toMillis())),
          PATIENCE);
      while (true) {
        String line = lines.read(LONGEST_SILENCE);
        if (line == null) {
          throw new IOException("the serving process ended the connection");
        }
        Map<String, Object> said = Messages.read(line);
        if (said.containsKey(Messages.ERROR)) {
          throw refused(from, driver, said);
        } else if (said.containsKey(Messages.STEP)) {
          listener.step(Messages.text(said, Messages.STEP));
        } else if (said.containsKey(Messages.ADVANCED)) {
          listener.advanced(Messages.number(said, Messages.ADVANCED));
        } else {
          return Messages.report(said);
        }
      }
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.toString() : e.getMessage();
      throw new UnavailableException(file.toString(), reason, Outcome.UNKNOWN, e);
    }
  }

  private IpamException refused(String from, String driver, Map<String, Object> said)
      throws IOException {
    String why = Messages.text(said, Messages.ERROR);
    boolean unknown =
        said.containsKey(Messages.OUTCOME)
            && Messages.text(said, Messages.OUTCOME).equals(Outcome.UNKNOWN.name());
    return unknown
        ? new UnavailableException(file.toString(), why, Outcome.UNKNOWN, null)
        : new MigrationRefusedException(from, driver, why);
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      // Nothing is lost with it.
      return;
    }
  }
}
