package dev.ipam.spi;

import java.sql.Connection;

/**
 * Joining a JDBC transaction of the caller's ({@link Capability#TRANSACTIONAL}).
 *
 * @ipam.rule 6.30..6.34
 * @since 0.1
 */
public interface JdbcTransactions {
  /**
   * Joins the transaction that is, or will be, open on a connection. Nothing is sent until the
   * first operation. A transaction is joined once: what a second joining returns counts as another
   * transaction, which waits for what this one holds.
   *
   * @param connection a connection to the store's database, not in auto-commit mode; it stays the
   *     caller's, who commits or rolls back and closes it
   * @return the operations that are part of the transaction
   */
  JoinedTransaction join(Connection connection);
}
