package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.error.ConfigurationException;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "ipam.builtin.durability, never, 'use sync, os or memory'",
    "ipam.builtin.cache-mib, 0, whole number of 1 to",
    "ipam.builtin.cache-mib, lots, whole number of 1 to",
    "ipam.builtin.native-dir, '', give a directory"
  })
  void aValueThatCannotBeUsedIsNamedWithWhatCan(String key, String value, String advice) {
    Path store = directory.resolve("store");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () -> Opened.with(Opened.context(store, Clock.systemUTC(), true, Map.of(key, value))))
        .withMessageContaining(key)
        .withMessageContaining(advice);
    assertThat(store).doesNotExist();
  }

  @Test
  void aPathThatCannotBeOneIsRefused() {
    for (String path : new String[] {"", " ", "a\0b"}) {
      DriverContext context =
          new DriverContext(
              Map.of("ipam.builtin.path", path), true, Clock.systemUTC(), new Random(1));
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> new BuiltinDriverProvider().open(context))
          .withMessageContaining("ipam.builtin.path");
    }
  }

  @Test
  void theProviderIsFoundAndPromisesWhatADriverHas() {
    IpamDriverProvider provider =
        ServiceLoader.load(IpamDriverProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.name().equals("builtin"))
            .findFirst()
            .orElseThrow();
    assertThat(provider.settings())
        .extracting(Setting::key)
        .allMatch(key -> key.startsWith("ipam.builtin."));
    try (BuiltinDriver fast = Opened.in(directory.resolve("fast"));
        BuiltinDriver safe =
            Opened.with(
                Opened.context(directory.resolve("safe"), Clock.systemUTC(), true, Map.of()))) {
      assertThat(safe.capabilities()).isEqualTo(provider.mostCapabilities());
      assertThat(provider.mostCapabilities()).containsAll(fast.capabilities());
      assertThat(safe.capabilities()).contains(Capability.DURABLE);
      assertThat(fast.capabilities()).doesNotContain(Capability.DURABLE);
    }
  }
}
