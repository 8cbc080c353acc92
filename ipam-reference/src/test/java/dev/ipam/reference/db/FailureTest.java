package dev.ipam.reference.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What failures of databases mean, and which of them let a transaction be tried again at once. */
class FailureTest {
  /** Rules IPAM-6.20 and 6.29. */
  @ParameterizedTest
  @CsvSource({
    "40001, 0, CONFLICT, true",
    "40P01, 0, CONFLICT, true",
    "40001, 1213, CONFLICT, true",
    "HY000, 1020, CONFLICT, true",
    "23505, 0, DUPLICATE, true",
    "42P07, 0, DUPLICATE, true",
    "42710, 0, DUPLICATE, true",
    // The server has undone it, also where the next statement is its commit.
    "25P03, 0, STALLED, true",
    // Completion unknown: nobody knows that it was undone.
    "40003, 0, DISCONNECTED, false",
    // A node of Galera that loses the majority while it commits; another may have it.
    "HY000, 1180, OTHER, false",
    "08007, 0, DISCONNECTED, false",
    "08006, 0, DISCONNECTED, false",
    "57P01, 0, DISCONNECTED, false",
    "08S01, 1047, DISCONNECTED, false",
    "70100, 1927, DISCONNECTED, false",
    "55P03, 0, TIMEOUT, false",
    "HY000, 1205, TIMEOUT, false",
    "53100, 0, FULL, false",
    "HY000, 1114, FULL, false",
    "25006, 0, READ_ONLY, false",
    "XX001, 0, DAMAGED, false",
    "HY000, 0, OTHER, false"
  })
  void meansThis(String state, int code, Failure expected, boolean isTransient) {
    Failure failure = Failure.of(new SQLException("said", state, code));

    assertThat(failure).isEqualTo(expected);
    assertThat(failure.isTransient()).isEqualTo(isTransient);
  }

  /** What else fails a commit leaves it in doubt: it may be, or be elsewhere in a cluster. */
  @ParameterizedTest
  @CsvSource({
    "40001, 1213, true",
    "23505, 0, true",
    "25P03, 0, true",
    "42P01, 0, true",
    "42501, 0, true",
    "25006, 0, true",
    "55P03, 0, true",
    "57014, 0, true",
    "HY000, 1205, true",
    "70100, 1969, false",
    "53100, 0, true",
    "HY000, 1114, true",
    "HY000, 1026, false",
    "HY000, 1180, false",
    "40003, 0, false",
    "08006, 0, false",
    "57P01, 0, false",
    "XX001, 0, false"
  })
  void isCertainWhereTheServerSaysSo(String state, int code, boolean certain) {
    assertThat(Failure.isRefusal(new SQLException("said", state, code))).isEqualTo(certain);
  }
}
