package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.error.TransactionConflictException;
import dev.ipam.error.UnavailableException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.JdbcTransactions;
import dev.ipam.spi.JoinedTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CyclicBarrier;

/** Rules 6.30 to 6.34: operations inside a transaction of the caller's. */
final class TransactionRules {
  private TransactionRules() {}

  private static final int MOST_RETRIES = 50;

  private interface Work {
    void in(Connection connection) throws SQLException;
  }

  /** Works on a connection to the store's database, and rolls back what is then left open. */
  private static void connected(Bench bench, Work work) {
    try (Connection connection =
        bench
            .subject()
            .connection(bench.store().settings())
            .orElseThrow(
                () -> new NotProven("DriverUnderTest.connection opens none to the database"))) {
      connection.setAutoCommit(false);
      try {
        work.in(connection);
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new RuleViolation("the caller can go on using its connection", e.toString());
    }
  }

  private static JoinedTransaction join(Bench bench, Connection connection) {
    bench.remark("join a transaction of the caller's");
    return bench.part(JdbcTransactions.class).join(connection);
  }

  @RuleTest(
      value = "6.30",
      check = {
        "whether everything that an operation writes goes through the caller's connection",
        "whether anything is written, or kept in memory, before the commit"
      })
  static void effectsComeWithTheCommitAndARollbackLeavesNone(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    Allocation before = bench.specific("s", "10.0.0.12");
    List<String> state = bench.state();
    connected(
        bench,
        connection -> {
          JoinedTransaction joined = join(bench, connection);
          IpAddress taken = joined.allocate(Make.any("s")).get(0).address();
          joined.release(ReleaseRequest.of(before));
          bench.equal("whether it sees its own", true, joined.find("s", taken).isPresent());
          connection.rollback();
          bench.unchanged(state, "a transaction that was rolled back");
          JoinedTransaction again = join(bench, connection);
          Allocation held = again.allocate(Make.any("s")).get(0);
          again.release(ReleaseRequest.of(before));
          connection.commit();
          bench.equal("what is held after the commit", List.of(held), bench.held("s"));
        });
  }

  @RuleTest(
      value = "6.31",
      check = {
        "whether others that look for a free address see that one is set aside, and take the next",
        "whether they wait for the transaction; they must not"
      })
  static void othersTakeItAsTaken(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    connected(
        bench,
        connection -> {
          IpAddress taken = join(bench, connection).allocate(Make.any("s")).get(0).address();
          IpAddress next = bench.any("s");
          bench.require(!next.equals(taken), "Any leaves " + taken + " out", "it gave it");
          if (bench.has(Capability.PREFER_NEXT)) {
            IpAddress lowest = bench.allocate(new AddressRequest.PreferNext(), "s").address();
            bench.require(!lowest.equals(taken), "PreferNext leaves it out", "it gave it");
          }
          if (bench.has(Capability.BULK)) {
            List<IpAddress> rest =
                bench.driver().allocate(Make.bulk("s", 2)).stream()
                    .map(Allocation::address)
                    .toList();
            bench.require(!rest.contains(taken), "Bulk leaves it out", "it gave " + rest);
          }
          connection.commit();
          bench.equal(
              "whether it is held after the commit",
              true,
              bench.driver().find("s", taken).isPresent());
        });
  }

  @RuleTest(
      value = "6.32",
      check = {
        "whether a wait for a row of an open transaction has a time limit",
        "whether the one who waited gets it when the transaction is rolled back"
      })
  static void whoMustWaitForItWaitsUpToTheDeadline(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    connected(
        bench,
        connection -> {
          join(bench, connection).allocate(Make.specific("s", "10.0.0.9"));
          IpamException error =
              bench.refused(
                  "Unavailable",
                  "the address that an open transaction has set aside",
                  () -> bench.specific("s", "10.0.0.9"));
          bench.equal("whether it is retryable", true, error.retryable());
          connection.rollback();
          bench.specific("s", "10.0.0.9");
        });
  }

  @RuleTest(
      value = "6.33",
      check = {
        "whether a deadlock or a failed serialization becomes TransactionConflict, before the deadline"
            + " makes it Unavailable",
        "whether the driver tries again by itself; it cannot know what the caller did before"
      })
  static void aConflictSaysToRetryTheWholeTransaction(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    // What cannot be proven is found out here, and not by the threads.
    connected(bench, connection -> {});
    CyclicBarrier bothHaveOne = new CyclicBarrier(2);
    List<Outcome<Object>> ends =
        bench.atOnce(
            () -> crossed(bench, "10.0.0.5", "10.0.0.6", bothHaveOne),
            () -> crossed(bench, "10.0.0.6", "10.0.0.5", bothHaveOne));
    ends.forEach(Outcome::value);
    bench.require(
        ends.stream().anyMatch(each -> each.value().equals("TransactionConflict")),
        "of two transactions that each want what the other has, one at least fails with"
            + " TransactionConflict",
        "they end " + ends.stream().map(Outcome::value).toList());
    for (String end : List.of("10.0.0.5", "10.0.0.6")) {
      bench.require(
          bench.driver().find("s", Make.ip(end)).isEmpty(),
          "transactions that were rolled back leave nothing",
          end + " is held");
    }
    retried(bench);
  }

  /** Takes one, waits until the other transaction has one, and takes that too; then rolls back. */
  private static Object crossed(Bench bench, String first, String second, CyclicBarrier both) {
    String[] end = {"done"};
    connected(
        bench,
        connection -> {
          JoinedTransaction joined = join(bench, connection);
          joined.allocate(Make.specific("s", first));
          await(both);
          try {
            joined.allocate(Make.specific("s", second));
          } catch (TransactionConflictException | UnavailableException e) {
            bench.equal("whether " + e.code() + " is retryable", true, e.retryable());
            end[0] = e.code();
          }
        });
    return end[0];
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new RuleViolation("both transactions take a first address", e.toString());
    }
  }

  private static void retried(Bench bench) {
    for (int i = 0; i < MOST_RETRIES; i++) {
      try {
        connected(
            bench,
            connection -> {
              JoinedTransaction joined = join(bench, connection);
              joined.allocate(Make.specific("s", "10.0.0.5"));
              joined.allocate(Make.specific("s", "10.0.0.6"));
              connection.commit();
            });
        bench.equal("how much is held after the retry", 2, bench.held("s").size());
        return;
      } catch (TransactionConflictException e) {
        bench.remark("the whole transaction is tried again");
      }
    }
    throw new RuleViolation("a transaction that is retried alone goes through", "it never does");
  }

  @RuleTest(
      value = "6.34",
      check =
          "whether the driver commits, rolls back, closes, or changes settings of the connection")
  static void theConnectionStaysTheCallers(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    connected(
        bench,
        connection -> {
          connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
          JoinedTransaction joined = join(bench, connection);
          joined.allocate(AllocationRequest.any("s"));
          bench.refused(
              "SubnetNotFound",
              "an unknown subnet inside the transaction",
              () -> joined.allocate(Make.any("absent")));
          bench.equal("whether it is closed", false, connection.isClosed());
          bench.equal("whether it commits by itself", false, connection.getAutoCommit());
          bench.equal(
              "its isolation",
              Connection.TRANSACTION_READ_COMMITTED,
              connection.getTransactionIsolation());
          bench.equal("whether it is read-only", false, connection.isReadOnly());
          bench.equal("what is held before the commit", List.of(), bench.held("s"));
          connection.commit();
          bench.equal("how much is held after it", 1, bench.held("s").size());
        });
  }
}
