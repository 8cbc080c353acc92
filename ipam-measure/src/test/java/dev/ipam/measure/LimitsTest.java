package dev.ipam.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits do what they say: nobody would believe a ratio to a limit that leaves work out. */
class LimitsTest {
  @TempDir Path directory;

  @Test
  void aGrowingLogHasARecordForEveryAnswer() throws Exception {
    for (int callers : new int[] {1, 32}) {
      try (SyncedLog log = SyncedLog.growing(directory)) {
        Slice slice = Callers.run(log.side(callers), Duration.ofMillis(20));

        assertThat(Files.size(files().get(0))).isEqualTo(slice.operations() * SyncedLog.RECORD);
      }
      assertThat(files()).isEmpty();
    }
  }

  @Test
  void aPreallocatedLogKeepsItsSize() throws Exception {
    try (SyncedLog log = SyncedLog.preallocated(directory)) {
      long before = Files.size(files().get(0));
      Callers.run(log.side(4), Duration.ofMillis(20));

      assertThat(Files.size(files().get(0))).isEqualTo(before).isEqualTo(64 << 20);
    }
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    }
  }

  @Test
  void aDatabaseHasARowForEveryAnswerAndNoTableAfterwards() throws Exception {
    InsertLimit.Source source =
        () -> DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("db"));
    try (InsertLimit limit = InsertLimit.open(source, "limit_table", 1)) {
      Slice slice = Callers.run(limit.side(), Duration.ofMillis(20));

      assertThat(number(source, "SELECT count(*) FROM limit_table")).isEqualTo(slice.operations());
    }
    assertThat(number(source, "SELECT count(*) FROM sqlite_master")).isZero();
  }

  private static long number(InsertLimit.Source source, String sql) throws Exception {
    try (Connection connection = source.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getLong(1);
    }
  }
}
