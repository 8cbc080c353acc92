package dev.ipam.migration.control;

import dev.ipam.Ipam;
import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets {@code ipam migrate --live} reach the process that has a built-in store to itself: a Unix
 * socket in the store's directory, which only the owner of that directory can use. A service opens
 * it beside its {@link Ipam} and closes it before that.
 *
 * <p>A connection asks for one migration, in one line, and is told how it goes. When the other side
 * goes away, the migration goes on: it is the service's. At most one migration is under way.
 *
 * @since 0.1
 */
public final class MigrationControl implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MigrationControl.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration BRIEF = Duration.ofMillis(20);
  private static final long LONGEST_PAUSE_MILLIS = MigrationOptions.MOST_PAUSE.toMillis();
  private static final int MOST_TEXT = 1_000;
  private static final Set<String> FIELDS = Set.of(Messages.MIGRATE, Messages.PAUSE);

  private final Ipam ipam;
  private final Path file;
  private final ServerSocketChannel server;
  private final AtomicBoolean migrating = new AtomicBoolean();

  private MigrationControl(Ipam ipam, Path file, ServerSocketChannel server) {
    this.ipam = ipam;
    this.file = file;
    this.server = server;
  }

  /**
   * Begins to listen.
   *
   * @param ipam what is to be migrated when asked for
   * @param directory the directory of the built-in store, which nobody but its owner may enter
   * @return what listens, in a daemon thread of its own, to be closed by the caller
   * @throws dev.ipam.error.ConfigurationException if the directory is open to others, or no socket
   *     can be made in it
   */
  public static MigrationControl listen(Ipam ipam, Path directory) {
    MigrationControl control =
        new MigrationControl(ipam, ControlSocket.in(directory), ControlSocket.bind(directory));
    start("ipam-control", control::accept);
    return control;
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        serve(server.accept());
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException | RuntimeException e) {
        LOG.warn("a connection to {} failed: {}", file, e.toString());
        // Where the system has no file for it, it has none at once again.
        LockSupport.parkNanos(this, BRIEF.toNanos());
      }
    }
  }

  /** Reads what is asked for; only what is carried out outlasts it. */
  private void serve(SocketChannel channel) throws IOException {
    Lines lines;
    try {
      lines = new Lines(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    boolean begun = false;
    try {
      String line = lines.read(PATIENCE);
      if (line != null) {
        begun = begin(line, lines);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("a request through {} is refused: {}", file, e.getMessage());
      lines.write(
          Messages.write(Messages.ERROR, "The request is refused: " + e.getMessage()), PATIENCE);
    } finally {
      if (!begun) {
        lines.close();
      }
    }
  }

  private boolean begin(String line, Lines lines) throws IOException {
    Map<String, Object> request = Messages.read(line);
    if (!FIELDS.containsAll(request.keySet())) {
      throw new IOException("it says more than " + FIELDS);
    }
    String driver = Messages.text(request, Messages.MIGRATE);
    MigrationOptions options = MigrationOptions.LIVE;
    if (request.containsKey(Messages.PAUSE)) {
      long pause = Messages.number(request, Messages.PAUSE);
      if (pause < 1 || pause > LONGEST_PAUSE_MILLIS) {
        throw new IOException("the pause is 1 to " + LONGEST_PAUSE_MILLIS + " ms");
      }
      options = options.withLongestPause(Duration.ofMillis(pause));
    }
    if (!migrating.compareAndSet(false, true)) {
      throw new IOException("a migration is under way already");
    }
    MigrationOptions asked = options;
    start("ipam-migration", () -> migrate(driver, asked, lines));
    return true;
  }

  private void migrate(String driver, MigrationOptions options, Lines lines) {
    Told told = new Told(lines);
    String last;
    try (lines) {
      try {
        LOG.warn("asked through {} to migrate to {}", file, driver);
        last = Messages.report(ipam.migrate(driver, options, told));
      } catch (IpamException | IllegalStateException e) {
        LOG.warn("the migration to {} failed", driver, e);
        String outcome =
            (e instanceof IpamException known ? known.outcome() : Outcome.NOT_APPLIED).name();
        last = Messages.write(Messages.ERROR, shortened(e), Messages.OUTCOME, outcome);
      }
      told.tell(last, PATIENCE);
    } catch (IOException e) {
      LOG.warn("a connection to {} is not closed: {}", file, e.toString());
    } finally {
      migrating.set(false);
    }
  }

  /** What is said must fit a line, and whoever asks has a log to look at. */
  private static String shortened(RuntimeException e) {
    String text = String.valueOf(e.getMessage());
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "… (see the log)";
  }

  /** Tells the other side, as long as it listens. */
  private static final class Told implements MigrationListener {
    private static final long STEP = 10_000;

    private final Lines lines;
    private boolean gone;
    private long advanced;

    Told(Lines lines) {
      this.lines = lines;
    }

    @Override
    public void step(String step) {
      tell(Messages.write(Messages.STEP, step));
    }

    @Override
    public void advanced(long records) {
      advanced += records;
      if (advanced >= STEP) {
        tell(Messages.write(Messages.ADVANCED, advanced));
        advanced = 0;
      }
    }

    /** Nobody's writes wait for the other side to read. */
    private void tell(String line) {
      tell(line, BRIEF);
    }

    void tell(String line, Duration patience) {
      if (!gone) {
        try {
          lines.write(line, patience);
        } catch (IOException e) {
          gone = true;
          LOG.warn("who asked for the migration does not listen any more: {}", e.getMessage());
        }
      }
    }
  }

  /** Ends listening, and removes the socket. A migration under way goes on. */
  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("{} cannot be removed: {}", file, e.toString());
    }
  }
}
