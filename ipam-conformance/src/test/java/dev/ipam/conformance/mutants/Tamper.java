package dev.ipam.conformance.mutants;

import dev.ipam.spi.IpamDriver;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Answers some of a driver's operations, those of its parts included, in another way. */
final class Tamper implements UnaryOperator<IpamDriver> {
  private final Set<String> operations;
  private final Function<Call, Object> fault;

  private Tamper(Set<String> operations, Function<Call, Object> fault) {
    this.operations = operations;
    this.fault = fault;
  }

  static UnaryOperator<IpamDriver> with(String operation, Function<Call, Object> fault) {
    return new Tamper(Set.of(operation), fault);
  }

  static UnaryOperator<IpamDriver> with(Set<String> operations, Function<Call, Object> fault) {
    return new Tamper(operations, fault);
  }

  /** Answers one operation with an argument of its own in another way. */
  static <A, R> UnaryOperator<IpamDriver> with(
      String operation, Class<A> argument, Fault<A, R> fault) {
    return with(operation, call -> fault.answer(call.driver(), call.argument(0, argument)));
  }

  /** What becomes of an operation. */
  interface Fault<A, R> {
    R answer(IpamDriver driver, A argument);
  }

  @Override
  public IpamDriver apply(IpamDriver driver) {
    return proxy(IpamDriver.class, driver, driver);
  }

  private <T> T proxy(Class<T> type, T target, IpamDriver driver) {
    InvocationHandler handler =
        (proxy, method, arguments) -> answer(target, driver, method, arguments);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private Object answer(Object target, IpamDriver driver, Method method, Object[] arguments)
      throws Throwable {
    if (operations.contains(method.getName())) {
      return fault.apply(new Asked(target, driver, method, arguments));
    }
    if (method.getName().equals("extension")) {
      return part((Class<?>) arguments[0], driver);
    }
    return invoke(target, method, arguments);
  }

  private <T> Optional<T> part(Class<T> type, IpamDriver driver) {
    return driver
        .extension(type)
        .map(part -> type.isInterface() ? proxy(type, part, driver) : part);
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // As reflection gives them; nobody compares calls.
  private record Asked(Object target, IpamDriver driver, Method method, Object[] arguments)
      implements Call {
    @Override
    public String operation() {
      return method.getName();
    }

    @Override
    public <A> A argument(int place, Class<A> type) {
      return type.cast(arguments[place]);
    }

    @Override
    public Object answer() {
      return answer(arguments);
    }

    @Override
    public Object answer(Object... changed) {
      try {
        return invoke(target, method, changed);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
