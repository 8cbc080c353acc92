package dev.ipam.migration;

import dev.ipam.error.ChangesNotKeptException;
import dev.ipam.spi.ChangeFeed;
import dev.ipam.spi.IpamDriver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A driver that does not keep what changed, the first times that it is asked for. */
final class Forgetful {
  private Forgetful() {}

  /**
   * Makes one.
   *
   * @param times how often it has forgotten
   */
  static IpamDriver of(IpamDriver real, int times) {
    AtomicInteger left = new AtomicInteger(times);
    return (IpamDriver)
        Proxy.newProxyInstance(
            Forgetful.class.getClassLoader(),
            new Class<?>[] {IpamDriver.class, ChangeFeed.class},
            (self, method, arguments) -> {
              if (method.getName().equals("extension")) {
                Class<?> wanted = (Class<?>) arguments[0];
                return wanted.isInstance(self) ? Optional.of(self) : real.extension(wanted);
              }
              if (method.getName().equals("changes") && left.getAndDecrement() > 0) {
                throw new ChangesNotKeptException((String) arguments[0], "later");
              }
              method.setAccessible(true);
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
