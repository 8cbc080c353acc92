package dev.ipam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.ipam.error.DriverNotActiveException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.StoreRef;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A write was refused because another store took over, which may not be active yet. */
class SuccessorsTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Loading LOADING = new Loading(new StoreRef("old", "fake"), 2, null);

  private final Authority old = mock(Authority.class);
  private final Authority next = mock(Authority.class);
  private int inUse;

  /** A driver with authority, which notes how often it is closed. */
  private static class WithAuthority extends FakeDriver {
    private final Authority authority;

    WithAuthority(Authority authority) {
      super(Capability.AUTHORITY);
      this.authority = authority;
    }

    @Override
    public <T> Optional<T> extension(Class<T> type) {
      return type == Authority.class ? Optional.of(type.cast(authority)) : super.extension(type);
    }

    @Override
    public void close() {
      super.close();
      calls.add("close");
    }
  }

  private final WithAuthority successor = new WithAuthority(next);

  @BeforeEach
  void states() {
    when(old.state()).thenReturn(new Retired(1, new StoreRef("next", "fake"), null));
    when(next.isFenceInTheStore()).thenReturn(true);
  }

  private Switching switching(Duration patience) {
    FakeProvider provider =
        new FakeProvider("next", Set.of(), successor) {
          @Override
          public IpamDriver open(DriverContext opened) {
            if (inUse > 0) {
              inUse--;
              throw new StoreInUseException("next", "a migration");
            }
            return super.open(opened);
          }
        };
    StoreOpener opener =
        new StoreOpener(IpamConfig.empty(), DriverRegistry.of(provider), Clock.systemUTC(), null);
    return new Switching(
        new Serving(new OpenedStore("old", new WithAuthority(old)), Path.of("no-such-folder")),
        new Successors(opener, patience),
        Rehearsing.none());
  }

  /** Writes: the old driver refuses, the next one answers with its name. */
  private static String write(Switching switching) {
    return switching.write(
        serving -> {
          if (serving.name.equals("old")) {
            throw new DriverNotActiveException("old", "retired", "next");
          }
          return serving.name;
        });
  }

  @Test
  void aStoreOfManyIsLookedAtUntilItIsActive() {
    when(next.mayHaveOtherClients()).thenReturn(true);
    when(next.state()).thenReturn(LOADING, LOADING, new Active(2));

    assertThat(write(switching(LONG))).isEqualTo("next");
    assertThat(successor.calls).isEmpty();
  }

  @Test
  void aStoreOfOneIsLetGoBetweenTwoLooks() {
    when(next.state()).thenReturn(LOADING, LOADING, new Active(2));

    assertThat(write(switching(LONG))).isEqualTo("next");
    assertThat(successor.calls).containsExactly("close", "close");
  }

  @Test
  void aStoreThatTheMigrationStillHasIsWaitedFor() {
    inUse = 3;
    when(next.state()).thenReturn(new Active(2));

    assertThat(write(switching(LONG))).isEqualTo("next");
    assertThat(inUse).isZero();
  }

  @Test
  void whatNobodyTookOverFromIsWaitedForOnce() {
    when(next.mayHaveOtherClients()).thenReturn(true);
    when(next.state()).thenReturn(LOADING);
    Switching switching = switching(Duration.ofMillis(30));
    assertThatThrownBy(() -> write(switching)).isInstanceOf(DriverNotActiveException.class);
    assertThat(successor.calls).containsExactly("close");

    clearInvocations(next);
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> write(switching)).isInstanceOf(DriverNotActiveException.class);
    }
    verify(next, times(100)).state();

    when(next.state()).thenReturn(new Active(2));
    assertThat(write(switching)).isEqualTo("next");
  }

  /** Rule IPAM-6.38. */
  @Test
  void anInterruptIsKeptAndTakesNoPauseAway() throws Exception {
    when(next.mayHaveOtherClients()).thenReturn(true);
    int[] looks = {0};
    when(next.state()).thenAnswer(call -> ++looks[0] < 20 ? LOADING : new Active(2));
    long begun = System.nanoTime();

    boolean kept =
        CompletableFuture.supplyAsync(
                () -> {
                  Thread.currentThread().interrupt();
                  assertThat(write(switching(LONG))).isEqualTo("next");
                  return Thread.interrupted();
                })
            .get(1, TimeUnit.MINUTES);

    assertThat(kept).isTrue();
    assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(18 * 5));
  }
}
