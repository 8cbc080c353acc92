package dev.ipam.reference.mutants;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.reference.Drivers;
import dev.ipam.reference.ReferenceUnderTest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.JdbcTransactions;
import dev.ipam.spi.JoinedTransaction;
import dev.ipam.spi.Setting;
import dev.ipam.testdb.Engine;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The reference driver on PostgreSQL, that does not wait long, with a fault in how it is a guest in
 * its caller's transactions or in how others see them.
 */
final class Guest implements DriverUnderTest, IpamDriverProvider {
  private final DriverUnderTest real = ReferenceUnderTest.on(Engine.POSTGRESQL);
  private final Fault fault;
  private final Duration deadline;

  Guest(Fault fault) {
    this(fault, Duration.ofMillis(500));
  }

  Guest(Fault fault, Duration deadline) {
    this.fault = fault;
    this.deadline = deadline;
  }

  /** What is done in another way; by default nothing. */
  interface Fault {
    /** What becomes of a call inside the caller's transaction. */
    default Object joined(IpamDriver driver, Connection connection, Operation operation)
        throws SQLException {
      return operation.run();
    }

    /** What becomes of an allocation outside it. */
    default List<Allocation> allocate(IpamDriver driver, AllocationRequest request) {
      return driver.allocate(request);
    }
  }

  /** A call as it was made. */
  record Operation(String name, Object argument, Supplier<Object> answer) {
    Object run() {
      return answer.get();
    }
  }

  @Override
  public IpamDriver open(DriverContext context) {
    IpamDriver driver = real.provider().open(context);
    return proxy(
        IpamDriver.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("allocate")) {
            return fault.allocate(driver, (AllocationRequest) arguments[0]);
          }
          if (method.getName().equals("extension") && arguments[0] == JdbcTransactions.class) {
            return Optional.of((JdbcTransactions) connection -> joined(driver, connection));
          }
          return invoke(driver, method, arguments);
        });
  }

  private JoinedTransaction joined(IpamDriver driver, Connection connection) {
    JoinedTransaction inside =
        driver.extension(JdbcTransactions.class).orElseThrow().join(connection);
    return proxy(
        JoinedTransaction.class,
        (proxy, method, arguments) -> {
          if (method.getDeclaringClass() != JoinedTransaction.class) {
            return invoke(inside, method, arguments);
          }
          Supplier<Object> answer = () -> answer(inside, method, arguments);
          return fault.joined(
              driver, connection, new Operation(method.getName(), arguments[0], answer));
        });
  }

  private static Object answer(Object target, Method method, Object[] arguments) {
    try {
      return invoke(target, method, arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public Map<String, String> newStore() {
    Map<String, String> store = real.newStore();
    // To make the tables may take longer than anybody waits afterwards.
    Drivers.openOrMake(store).close();
    store.put("ipam.reference.deadline-ms", Long.toString(deadline.toMillis()));
    return store;
  }

  @Override
  public void destroy(Map<String, String> store) {
    real.destroy(store);
  }

  @Override
  public Optional<Connection> connection(Map<String, String> store) {
    return real.connection(store);
  }

  @Override
  public Set<Capability> capabilities() {
    return real.capabilities();
  }

  @Override
  public IpamDriverProvider provider() {
    return this;
  }

  @Override
  public String name() {
    return real.provider().name();
  }

  @Override
  public String description() {
    return real.provider().description();
  }

  @Override
  public Set<Capability> mostCapabilities() {
    return real.provider().mostCapabilities();
  }

  @Override
  public List<Setting> settings() {
    return real.provider().settings();
  }
}
