package dev.ipam.record;

import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.AllocationTransfer;
import dev.ipam.spi.JointAllocation;
import dev.ipam.spi.OwnerLookup;
import dev.ipam.spi.SubnetPools;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;

/** A part of a driver whose writes pass the fence. */
final class FencedPart {
  private static final Set<Class<?>> WRITING =
      Set.of(
          OwnerLookup.class,
          AllocationTransfer.class,
          JointAllocation.class,
          SubnetPools.class,
          AddressScopes.class);

  /** Everything else in those parts writes. */
  private static final Set<String> READS =
      Set.of("allocationsOf", "pool", "pools", "poolUsage", "scope", "scopes");

  private FencedPart() {}

  static <T> T of(RecordedDriver fence, Class<T> type, T part) {
    if (!WRITING.contains(type)) {
      return part;
    }
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                READS.contains(method.getName()) || method.getDeclaringClass() == Object.class
                    ? invoke(part, method, arguments)
                    : fence.write(() -> invoke(part, method, arguments))));
  }

  private static Object invoke(Object part, java.lang.reflect.Method method, Object[] arguments) {
    try {
      return method.invoke(part, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
