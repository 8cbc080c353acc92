package dev.ipam.migration;

import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.spi.Authority;
import dev.ipam.spi.ChangeFeed;
import dev.ipam.spi.Exportable;
import dev.ipam.spi.IpamDriver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** A driver whose export leaves out one allocation. */
final class Lying {
  private final IpamDriver real;

  Lying(IpamDriver real) {
    this.real = real;
  }

  IpamDriver driver() {
    return (IpamDriver)
        Proxy.newProxyInstance(
            Lying.class.getClassLoader(),
            new Class<?>[] {IpamDriver.class, Authority.class, Exportable.class, ChangeFeed.class},
            (self, method, arguments) -> {
              if (method.getName().equals("extension")) {
                Class<?> wanted = (Class<?>) arguments[0];
                return wanted.isInstance(self) ? Optional.of(self) : real.extension(wanted);
              }
              method.setAccessible(true);
              try {
                Object answer = method.invoke(real, arguments);
                return method.getName().equals("export") ? without((Stream<?>) answer) : answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Stream<?> without(Stream<?> records) {
    AtomicBoolean left = new AtomicBoolean();
    return records.filter(
        record ->
            !(record instanceof AllocationRecord)
                || !(record instanceof SnapshotRecord)
                || !left.compareAndSet(false, true));
  }
}
