package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Looking for what became of a commit, where nothing can be looked at. */
class DoubtsTest {
  private static final SentCommit COMMIT = new SentCommit(7, 1, true);

  /** Whatever is thrown: an operation's answer must not pass for certain by it. */
  @Test
  void noFailureOfLookingGetsOut() {
    SQLException cause = new SQLException("lost", "08006");
    Broken sessions = new Broken(cause, 30);
    long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();

    assertThat(new Doubts(true).settle(COMMIT, cause, sessions, end)).isNull();
    assertThat(sessions.tries.get()).isEqualTo(30);
    assertThat(cause.getSuppressed()).hasSizeBetween(1, 10).doesNotContain(cause);
  }

  @Test
  void nothingIsLookedAtWhenTheTimeIsOverOrInAFile() {
    SQLException cause = new SQLException("lost", "08006");
    Broken sessions = new Broken(cause, 30);
    long now = System.nanoTime();

    assertThat(new Doubts(true).settle(COMMIT, cause, sessions, now)).isNull();
    assertThat(new Doubts(false).settle(COMMIT, cause, sessions, now + (1L << 40))).isNull();
    assertThat(sessions.tries.get()).isZero();
  }

  /** Fails in each way that there is, until it is closed. */
  private record Broken(SQLException same, int most, AtomicInteger tries)
      implements Doubts.Sessions {
    Broken(SQLException same, int most) {
      this(same, most, new AtomicInteger());
    }

    @Override
    public Session opened() throws SQLException {
      switch (tries.incrementAndGet() % 3) {
        case 0 -> throw same;
        case 1 -> throw new SQLException("refused", "08001");
        default -> throw new IllegalStateException("table ipam_store has no row");
      }
    }

    @Override
    public void disconnect() {}

    @Override
    public boolean isClosed() {
      return tries.get() == most;
    }
  }
}
