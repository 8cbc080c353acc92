package dev.ipam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.ConfigurationException;
import dev.ipam.error.DriverNotFoundException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.ReadOnlyOpening;
import dev.ipam.spi.StoreInfo;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IpamBuilderTest {
  private final FakeProvider builtin = FakeProvider.named("builtin");
  private final FakeProvider other = FakeProvider.named("other", "internal");
  private final DriverRegistry drivers = DriverRegistry.of(builtin, other);

  private IpamBuilder builder() {
    return Ipam.builder().drivers(drivers);
  }

  private static DriverContext context(FakeProvider provider) {
    return Objects.requireNonNull(provider.context, "not opened");
  }

  @Test
  void opensBuiltinWhereNothingIsSaid() {
    try (Ipam ipam = builder().open()) {
      assertThat(ipam.driverName()).isEqualTo("builtin");
      assertThat(context(builtin).settings())
          .containsExactly(Map.entry("ipam.builtin.path", "here"));
      assertThat(context(builtin).createIfMissing()).isFalse();
      assertThat(other.context).isNull();
    }
    assertThat(builtin.driver.closed).isTrue();
  }

  @Test
  void opensTheNamedDriverWithItsSettingsOnly() {
    Ipam ipam =
        builder()
            .set("ipam_driver", "internal")
            .set("ipam.other.path", "/data")
            .set("ipam.builtin.path", "/elsewhere")
            .open();

    assertThat(ipam.driverName()).isEqualTo("other");
    assertThat(context(other).settings()).containsExactly(Map.entry("ipam.other.path", "/data"));
    assertThat(builtin.context).isNull();
  }

  @Test
  void opensNothingInPlaceOfAnUnknownDriver() {
    assertThatThrownBy(() -> builder().set("ipam_driver", "biultin").open())
        .isInstanceOf(DriverNotFoundException.class);
    assertThat(builtin.context).isNull();
  }

  @Test
  void refusesAnUnknownKeyAndOffersTheNearest() {
    assertThatThrownBy(() -> builder().set("ipam.biultin.path", "/x").open())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Configuration key \"ipam.biultin.path\": there is no such key; the nearest one is"
                + " ipam.builtin.path.");
    assertThatThrownBy(() -> builder().set("driver", "builtin").open())
        .hasMessageContaining("the nearest one is ipam_driver.");
    assertThat(builtin.context).isNull();
  }

  @Test
  void boundsWhatItSaysAboutAHugeKey() {
    assertThatThrownBy(() -> builder().set("ipam." + "x".repeat(1 << 20), "1").open())
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }

  @Test
  void createsAStoreOnlyWhenAsked() {
    builder().set("ipam.create", "if-missing").open();
    assertThat(context(builtin).createIfMissing()).isTrue();
    builder().set("ipam.create", "never").createIfMissing().open();
    assertThat(context(builtin).createIfMissing()).isTrue();
    builder().set("ipam.create", "never").open();
    assertThat(context(builtin).createIfMissing()).isFalse();

    assertThatThrownBy(() -> builder().set("ipam.create", "yes").open())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("never or if-missing");
  }

  @Test
  void handsOverClockAndRandomness() {
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    SplittableRandom random = new SplittableRandom(1);

    builder().clock(clock).random(random).open();

    assertThat(context(builtin).clock()).isSameAs(clock);
    assertThat(context(builtin).random()).isSameAs(random);
  }

  @Test
  void closesADriverThatFailsRightAfterOpening() {
    FakeDriver failing =
        new FakeDriver() {
          @Override
          public StoreInfo store() {
            throw new IllegalStateException("gone");
          }
        };
    FakeProvider provider = new FakeProvider("builtin", Set.of(), failing);

    assertThatThrownBy(() -> Ipam.builder().drivers(DriverRegistry.of(provider)).open())
        .hasMessage("gone");
    assertThat(failing.closed).isTrue();
  }

  @Test
  void readsTheEnvironmentThatTheConfigurationWasGiven() {
    IpamConfig config =
        IpamConfig.empty()
            .withEnvironment(Map.of("IPAM_DRIVER", "other", "IPAM_FAKE_PATH", "/from/it"));

    builder().config(config).open();

    assertThat(context(other).settings()).containsEntry("ipam.other.path", "/from/it");
  }

  /** Another process has the store; it can be read beside it. */
  private static final class UsedProvider extends FakeProvider implements ReadOnlyOpening {
    final FakeDriver reader = new FakeDriver();

    UsedProvider() {
      super("builtin", Set.of(), new FakeDriver());
    }

    @Override
    public IpamDriver open(DriverContext opened) {
      throw new StoreInUseException("/store", "process 7");
    }

    @Override
    public IpamDriver openReadOnly(DriverContext opened) {
      this.context = opened;
      return reader;
    }
  }

  @Test
  void readsBesideAnotherProcessOnlyWhereThatIsAskedForAndNeeded() {
    UsedProvider used = new UsedProvider();
    IpamBuilder builder = Ipam.builder().drivers(DriverRegistry.of(used));

    assertThatThrownBy(builder::open).isInstanceOf(StoreInUseException.class);
    try (Ipam ipam = builder.set("ipam.builtin.path", "/data").openForReading()) {
      assertThat(ipam.driver()).isSameAs(used.reader);
      assertThat(context(used).settings()).containsEntry("ipam.builtin.path", "/data");
    }
    assertThat(used.reader.closed).isTrue();

    try (Ipam ipam = builder().openForReading()) {
      assertThat(ipam.driver()).isSameAs(builtin.driver);
    }
  }

  @Test
  void readsNothingBesideADriverThatCannot() {
    FakeProvider used =
        new FakeProvider("builtin", Set.of(), new FakeDriver()) {
          @Override
          public IpamDriver open(DriverContext opened) {
            throw new StoreInUseException("/store", "process 7");
          }
        };

    assertThatThrownBy(Ipam.builder().drivers(DriverRegistry.of(used))::openForReading)
        .isInstanceOf(StoreInUseException.class)
        .hasMessageContaining("process 7");
  }
}
