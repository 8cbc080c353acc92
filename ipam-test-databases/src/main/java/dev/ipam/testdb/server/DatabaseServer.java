package dev.ipam.testdb.server;

import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import java.nio.file.Path;

/**
 * A database server of this JVM, which does not outlive it. It listens on the loopback interface
 * only, on a port that stays the same over restarts, and syncs every commit to disk.
 *
 * <p>Not for several threads at once, but for {@link #createDatabase()}.
 *
 * @since 0.1
 */
public interface DatabaseServer extends AutoCloseable {

  /**
   * The kind of database.
   *
   * @return the kind
   */
  Engine engine();

  /**
   * The port it listens on.
   *
   * @return the port
   */
  int port();

  /**
   * Whether its process is there.
   *
   * @return whether it runs
   */
  boolean isRunning();

  /**
   * Starts it again after a stop or a kill, on the same data and port, and waits until it answers.
   *
   * @throws IllegalStateException when it runs already, or does not come up
   */
  void start();

  /**
   * Stops it in good order, closing its clients' connections, and waits until it is gone.
   *
   * @throws IllegalStateException when it does not run, or does not end
   */
  void stop();

  /** Ends it by {@code kill -9}, as a crash would, and waits until it is gone. */
  void kill();

  /** Freezes it ({@code SIGSTOP}): connections stay open, nothing is answered. */
  void pause();

  /** Lets it go on after a pause. */
  void resume();

  /** Stops it and starts it again. */
  default void restart() {
    stop();
    start();
  }

  /**
   * Makes a new, empty database with an owner. Safe to call from several threads.
   *
   * @return the database
   * @throws IllegalStateException when the server refuses
   */
  TestDatabase createDatabase();

  /**
   * The file that the server logs to.
   *
   * @return the log
   */
  Path log();

  /** Ends it by {@code kill -9}. Its data are deleted at the end of the JVM. */
  @Override
  void close();
}
