package dev.ipam.reference.mutants;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.StoreUnderTest;
import dev.ipam.conformance.steps.ManualClock;
import dev.ipam.error.IpamException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.JdbcTransactions;
import dev.ipam.spi.JoinedTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * A second history: turns drawn from a seed, of a caller in a transaction and of another beside it,
 * played on a driver with a fault and on one without until they answer differently.
 */
final class TransactionScript implements AutoCloseable {
  private static final int TURNS = 60;

  private final StoreUnderTest store;
  private final Connection connection;
  private JoinedTransaction joined;

  private TransactionScript(DriverUnderTest subject) throws SQLException {
    store = new StoreUnderTest(subject, new ManualClock(), new Random(1));
    connection = subject.connection(store.settings()).orElseThrow();
    connection.setAutoCommit(false);
    store.driver().createSubnet(SubnetRequest.of("s", "10.0.0.0/28"));
    joined = join();
  }

  private JoinedTransaction join() {
    return store.driver().extension(JdbcTransactions.class).orElseThrow().join(connection);
  }

  /** Returns the turn at which the two differ. */
  static Optional<String> difference(DriverUnderTest base, DriverUnderTest subject, long seed)
      throws SQLException {
    Random random = new Random(seed);
    try (TransactionScript right = new TransactionScript(base);
        TransactionScript wrong = new TransactionScript(subject)) {
      for (int i = 1; i <= TURNS; i++) {
        int kind = random.nextInt(9);
        int which = random.nextInt(1_000);
        String expected = right.told(kind, which);
        String observed = wrong.told(kind, which);
        if (!expected.equals(observed)) {
          return Optional.of("twins, seed %d, turn %d".formatted(seed, i));
        }
      }
      return Optional.empty();
    }
  }

  private String told(int kind, int which) {
    return told(() -> turn(kind, which)) + told(this::held) + told(this::settings);
  }

  private static String told(Callable<?> call) {
    try {
      return String.valueOf(call.call());
    } catch (IpamException e) {
      return e.code();
    } catch (Exception e) {
      return e.toString();
    }
  }

  private Object turn(int kind, int which) throws SQLException {
    return switch (kind) {
      case 0, 1 -> addresses(joined.allocate(AllocationRequest.any("s")));
      case 2 -> joined.release(ReleaseRequest.of("s", address(which))).isPresent();
      case 3 -> joined.find("s", address(which)).isPresent();
      case 4 -> addresses(store.driver().allocate(AllocationRequest.any("s")));
      case 5 ->
          addresses(
              store.driver().allocate(AllocationRequest.of(new AddressRequest.PreferNext(), "s")));
      case 6 -> told(() -> joined.allocate(AllocationRequest.any("absent")));
      case 7 -> ended(which);
      default -> contended();
    };
  }

  private Object ended(int which) throws SQLException {
    if (which % 2 == 0) {
      connection.commit();
    } else {
      connection.rollback();
    }
    joined = join();
    return which % 2;
  }

  /** The caller and the other want one address; the caller is first. */
  private Object contended() {
    AllocationRequest wish = AllocationRequest.specific("s", IpAddress.parse("10.0.0.14"));
    return told(() -> addresses(joined.allocate(wish)))
        + told(() -> addresses(store.driver().allocate(wish)));
  }

  private static IpAddress address(int which) {
    return IpAddress.parse("10.0.0." + which % 16);
  }

  private static List<IpAddress> addresses(List<Allocation> allocations) {
    return allocations.stream().map(Allocation::address).toList();
  }

  /** What everybody sees. */
  private Object held() {
    try (Stream<Allocation> all = store.driver().allocations("s")) {
      return all.map(Allocation::address).toList();
    }
  }

  private Object settings() throws SQLException {
    return List.of(
        connection.isClosed(), connection.getAutoCommit(), connection.getTransactionIsolation());
  }

  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.close();
    store.close();
  }
}
