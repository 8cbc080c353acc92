package dev.ipam.migration;

import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.Authority;
import dev.ipam.spi.ChangeFeed;
import dev.ipam.spi.Exportable;
import dev.ipam.spi.ImportSession;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.SubnetPools;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;

/** Counts what a migration writes to its stores, and ends it at a point. */
final class Writes {
  /** The process is gone. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final Set<String> WRITING =
      Set.of("change", "apply", "beginImport", "add", "commit");

  private final int killAt;
  private final Runnable death;
  private int points;

  /** Kills at a point, counted from 1; before a write the number is odd, after it even. */
  Writes(int killAt) {
    this(
        killAt,
        () -> {
          throw new Killed();
        });
  }

  /** The same with a death of its own. */
  Writes(int killAt, Runnable death) {
    this.killAt = killAt;
    this.death = death;
  }

  static Writes counting() {
    return new Writes(0);
  }

  int points() {
    return points;
  }

  private void point() {
    points++;
    if (killAt != 0 && points >= killAt) {
      death.run();
    }
  }

  IpamDriver watch(IpamDriver driver) {
    return proxy(
        IpamDriver.class,
        driver,
        IpamDriver.class,
        Authority.class,
        ChangeFeed.class,
        Exportable.class,
        SubnetPools.class,
        AddressScopes.class);
  }

  private <T> T proxy(Class<T> type, Object real, Class<?>... parts) {
    InvocationHandler handler =
        (self, method, arguments) -> {
          if (method.getName().equals("extension")) {
            Class<?> wanted = (Class<?>) arguments[0];
            return wanted.isInstance(self)
                ? Optional.of(self)
                : ((IpamDriver) real).extension(wanted);
          }
          boolean writes = WRITING.contains(method.getName());
          if (writes) {
            point();
          }
          Object answer = invoke(real, method, arguments);
          if (writes) {
            point();
          }
          return answer instanceof ImportSession session
              ? proxy(ImportSession.class, session, ImportSession.class)
              : answer;
        };
    return type.cast(Proxy.newProxyInstance(Writes.class.getClassLoader(), parts, handler));
  }

  private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      Class<?> part = method.getDeclaringClass();
      Object target =
          part.isInstance(real) ? real : ((IpamDriver) real).extension(part).orElseThrow();
      method.setAccessible(true);
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
