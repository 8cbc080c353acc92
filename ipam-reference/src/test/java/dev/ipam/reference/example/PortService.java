package dev.ipam.reference.example;

import dev.ipam.Ipam;
import dev.ipam.error.TransactionConflictException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.spi.JoinedTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Ports in a table of its own, in the database of the address store: a port and its address come
 * and go together, or not at all.
 */
public final class PortService {
  private static final int ATTEMPTS = 5;

  private final Ipam ipam;
  private final Connections connections;

  /** Opens connections to the database. */
  @FunctionalInterface
  public interface Connections {
    /** Returns a new connection, which the service closes. */
    Connection open() throws SQLException;
  }

  /** Does something in a transaction. */
  @FunctionalInterface
  public interface Work<R> {
    /** Works on the connection, with what is joined to its transaction. */
    R in(Connection connection, JoinedTransaction addresses) throws SQLException;
  }

  /** Makes the service. */
  public PortService(Ipam ipam, Connections connections) {
    this.ipam = ipam;
    this.connections = connections;
  }

  /** Makes the table. */
  public void install() throws SQLException {
    try (Connection connection = connections.open();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE ports (id VARCHAR(64) PRIMARY KEY, subnet VARCHAR(64) NOT NULL,"
              + " address VARCHAR(64) NOT NULL, token BIGINT NOT NULL)");
    }
  }

  /** Creates a port with any free address of a subnet. */
  public IpAddress create(String id, String subnet) throws SQLException {
    return transact(
        (connection, addresses) -> {
          // The key makes a repetition harmless when nobody knows whether the commit came through.
          AllocationRequest request =
              AllocationRequest.any(subnet).withOwner(id).withKey("port " + id);
          Allocation allocation = addresses.allocate(request).get(0);
          insert(connection, id, allocation);
          return allocation.address();
        });
  }

  /** Removes a port, and releases its address. */
  public void remove(String id) throws SQLException {
    transact(
        (connection, addresses) -> {
          try (PreparedStatement find =
              connection.prepareStatement(
                  "SELECT subnet, address, token FROM ports WHERE id = ?")) {
            find.setString(1, id);
            try (ResultSet row = find.executeQuery()) {
              if (row.next()) {
                IpAddress address = IpAddress.parse(row.getString(2));
                addresses.release(
                    ReleaseRequest.of(row.getString(1), address).withToken(row.getLong(3)));
              }
            }
          }
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM ports WHERE id = ?")) {
            delete.setString(1, id);
            return delete.executeUpdate();
          }
        });
  }

  /** The address of a port. */
  public Optional<IpAddress> address(String id) throws SQLException {
    try (Connection connection = connections.open();
        PreparedStatement find =
            connection.prepareStatement("SELECT address FROM ports WHERE id = ?")) {
      find.setString(1, id);
      try (ResultSet row = find.executeQuery()) {
        return row.next() ? Optional.of(IpAddress.parse(row.getString(1))) : Optional.empty();
      }
    }
  }

  /** Repeats the whole transaction where it met another one; nothing of an attempt stays. */
  public <R> R transact(Work<R> work) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = connections.open()) {
        connection.setAutoCommit(false);
        try {
          R result = work.in(connection, ipam.join(connection));
          connection.commit();
          return result;
        } catch (TransactionConflictException e) {
          connection.rollback();
          if (attempt == ATTEMPTS) {
            throw e;
          }
        } catch (SQLException e) {
          connection.rollback();
          boolean conflict = e.getSQLState() != null && e.getSQLState().startsWith("40");
          if (!conflict || attempt == ATTEMPTS) {
            throw e;
          }
        } catch (RuntimeException | Error e) {
          connection.rollback();
          throw e;
        }
      }
    }
  }

  private static void insert(Connection connection, String id, Allocation allocation)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO ports (id, subnet, address, token) VALUES (?, ?, ?, ?)")) {
      insert.setString(1, id);
      insert.setString(2, allocation.subnetId());
      insert.setString(3, allocation.address().toString());
      insert.setLong(4, allocation.token());
      insert.executeUpdate();
    }
  }
}
