package dev.ipam.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.when;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForwardingDriverTest {
  private static final class Plain extends ForwardingDriver {
    Plain(IpamDriver driver) {
      super(driver);
    }
  }

  private static final class Running extends ForwardingDriver implements Runnable {
    Running(IpamDriver driver) {
      super(driver);
    }

    @Override
    public void run() {
      // Only its type counts.
    }
  }

  private final IpamDriver other = mock(IpamDriver.class);

  /** Of every method, also of one that is added to the SPI later. */
  @Test
  void everyCallReachesTheOtherDriverAsItIs() throws ReflectiveOperationException {
    List<Method> methods =
        Arrays.stream(IpamDriver.class.getMethods())
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .toList();
    for (Method method : methods) {
      Object[] values =
          Arrays.stream(method.getParameterTypes()).map(ForwardingDriverTest::some).toArray();
      method.invoke(new Plain(other), values);

      assertThat(mockingDetails(other).getInvocations())
          .as(method.getName())
          .anySatisfy(
              call -> {
                assertThat(call.getMethod().getName()).isEqualTo(method.getName());
                assertThat(call.getArguments()).isEqualTo(values);
              });
    }
    assertThat(mockingDetails(other).getInvocations()).hasSameSizeAs(methods);
  }

  private static Object some(Class<?> type) {
    if (type == boolean.class) {
      return true;
    }
    if (type == String.class) {
      return "a text";
    }
    return type == Class.class ? Exportable.class : null;
  }

  @Test
  void anExtensionIsItsOwnWhereItHasIt() {
    Runnable theirs = () -> {};
    when(other.extension(any())).thenReturn(Optional.of(theirs));

    Running own = new Running(other);
    assertThat(own.extension(Runnable.class)).containsSame(own);
    assertThat(new Plain(other).extension(Runnable.class)).containsSame(theirs);
  }
}
