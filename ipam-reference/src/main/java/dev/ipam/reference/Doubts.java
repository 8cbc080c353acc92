package dev.ipam.reference;

import dev.ipam.reference.db.Failure;
import dev.ipam.reference.db.Pause;
import java.sql.SQLException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Commits whose answer was lost with their connection. What became of them is in the store: a
 * version has the number of the connection that wrote it.
 */
final class Doubts {
  private static final long FIRST_PAUSE_NANOS = 500_000;
  private static final long LONGEST_PAUSE_NANOS = 100_000_000;
  private static final int MOST_KEPT = 10;

  /** Opens a connection where there is none, and closes it after a failure. */
  interface Sessions {
    /** Returns the session. */
    Session opened() throws SQLException;

    /** Closes it. */
    void disconnect();

    /** Whether there is to be no other one. */
    boolean isClosed();
  }

  private final boolean ofServer;
  private final LongAdder count = new LongAdder();

  /**
   * Makes one.
   *
   * @param ofServer whether the store is a server's; nothing that can be read back tells whether a
   *     file that failed has something on the disk
   */
  Doubts(boolean ofServer) {
    this.ofServer = ofServer;
  }

  /** The commit that a failure leaves in doubt, or null where it is certain that it failed. */
  @Nullable SentCommit of(SQLException e, @Nullable Session session) {
    boolean refused = ofServer ? Failure.isRefusal(e) : Failure.of(e).isTransient();
    return refused || session == null ? null : session.sentCommit();
  }

  /**
   * Finds out whether a commit took effect; where it did not, it never will.
   *
   * @param commit the commit
   * @param cause the failure that left it in doubt; gets those of looking as suppressed ones
   * @param sessions where to look
   * @param end until when, by the system's timer
   * @return whether it took effect, or null where that could not be found out
   */
  @Nullable Boolean settle(SentCommit commit, SQLException cause, Sessions sessions, long end) {
    count.increment();
    long pause = FIRST_PAUSE_NANOS;
    for (int i = 0; ofServer && !sessions.isClosed() && System.nanoTime() - end < 0; i++) {
      Pause.nanos(pause);
      pause = Math.min(LONGEST_PAUSE_NANOS, pause * 2);
      try {
        return sessions.opened().settle(commit);
      } catch (Session.Overtaken | SQLException | RuntimeException e) {
        // Whatever it is: the answers of the operations must not pass for certain by it.
        sessions.disconnect();
        if (i < MOST_KEPT && e != cause) {
          cause.addSuppressed(e);
        }
      }
    }
    return null;
  }

  /** How many there were. */
  long count() {
    return count.sum();
  }
}
