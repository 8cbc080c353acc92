package dev.ipam.bench.store;

import dev.ipam.measure.Side;
import dev.ipam.testdb.JdbcEndpoint;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * What the reference driver sends to PostgreSQL for an allocation of a lone caller, sent by plain
 * JDBC: what its statements allow, whatever the driver does between them.
 *
 * <p>The tables are a store's, which is of no use afterwards.
 */
public final class AllocationStatements implements AutoCloseable {
  private static final String TEXT =
      "UPDATE ipam_store SET version = CASE WHEN version < ? THEN ? END, token = ?,"
          + " subnet_number = 1, millis = ?, changes_after = 0, writer = 1, authority = 'active'"
          + " WHERE one = 1;\n"
          + "UPDATE ipam_subnet SET pass_no = 1, pass_at = ?, pass_started = 0, spent = 0,"
          + " held_in_pools = ?, held_outside = 0, resting = 0, rest_due = ?, open_holds = 0,"
          + " cut_first = ?, cut_last = ?, cut_from_pass = 0 WHERE number = ?;\n"
          + "INSERT INTO ipam_allocation (owner, token, kind, allocated_at, subnet_number, address)"
          + " VALUES (?, ?, ?, ?, ?, ?);\n"
          + "INSERT INTO ipam_change (version, chunk, millis, writer, entries) VALUES (?, 0, ?, 1, ?);\n"
          + "COMMIT";
  private static final int STATEMENTS = 4;
  private static final int BYTES_OF_A_CHANGE = 70;
  private static final long SUBNET = 1;
  private static final int FIRST_ADDRESS = 0x14000000;
  private static final long FIRST_VERSION = 1L << 32;

  private final Connection connection;
  private final PreparedStatement statements;
  private long next;

  /**
   * Prepares them.
   *
   * @param database has the tables of a store with one subnet, which nobody else uses
   * @throws SQLException if the database refuses
   */
  public AllocationStatements(JdbcEndpoint database) throws SQLException {
    connection = database.connect();
    connection.setAutoCommit(false);
    statements = connection.prepareStatement(TEXT);
  }

  /** Returns a caller that sends them, and the commit with them, in every turn. */
  public Side side() {
    return new Side(
        "its statements by plain JDBC",
        1,
        caller -> {
          send();
          return 1;
        });
  }

  private void send() throws SQLException {
    next++;
    long version = FIRST_VERSION + next;
    long millis = System.currentTimeMillis();
    byte[] address = ByteBuffer.allocate(Integer.BYTES).putInt(FIRST_ADDRESS + (int) next).array();
    int at = 1;
    for (long number : new long[] {version, version, version, millis}) {
      statements.setLong(at++, number);
    }
    statements.setBytes(at++, address);
    statements.setLong(at++, next);
    statements.setLong(at++, Long.MAX_VALUE);
    statements.setBytes(at++, address);
    statements.setBytes(at++, address);
    statements.setLong(at++, SUBNET);
    statements.setString(at++, "port-0");
    statements.setLong(at++, version);
    statements.setString(at++, "ANY");
    statements.setLong(at++, millis);
    statements.setLong(at++, SUBNET);
    statements.setBytes(at++, address);
    statements.setLong(at++, version);
    statements.setLong(at++, millis);
    statements.setBytes(at, new byte[BYTES_OF_A_CHANGE]);
    statements.execute();
    for (int i = 0; i < STATEMENTS; i++) {
      if (statements.getUpdateCount() != 1) {
        throw new SQLException("The statements of an allocation do not fit the tables any more.");
      }
      statements.getMoreResults();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
