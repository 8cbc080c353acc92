package dev.ipam.migration;

import dev.ipam.spi.Authority;
import dev.ipam.spi.IpamDriver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** A driver that does something with each change that it applies: it takes its time. */
final class SlowToFollow {
  private SlowToFollow() {}

  /**
   * Makes one.
   *
   * @param work what is done first, told how many changes are applied
   */
  static IpamDriver of(IpamDriver real, IntConsumer work) {
    return (IpamDriver)
        Proxy.newProxyInstance(
            SlowToFollow.class.getClassLoader(),
            new Class<?>[] {IpamDriver.class, Authority.class},
            (self, method, arguments) -> {
              if (method.getName().equals("extension")) {
                Class<?> wanted = (Class<?>) arguments[0];
                return wanted.isInstance(self) ? Optional.of(self) : real.extension(wanted);
              }
              if (method.getName().equals("apply")) {
                work.accept(((List<?>) arguments[1]).size());
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
