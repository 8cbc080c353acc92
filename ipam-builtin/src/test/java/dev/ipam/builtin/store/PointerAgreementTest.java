package dev.ipam.builtin.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.builtin.BuiltinDriverProvider;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.Authority;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A check that reads row by row finds the same: only by this is it seen that a sound store is not
 * read so.
 */
class PointerAgreementTest {
  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void fill() {
    store = directory.resolve("store");
    Map<String, String> settings =
        Map.of("ipam.builtin.path", store.toString(), "ipam.builtin.durability", "os");
    DriverContext context = new DriverContext(settings, true, Clock.systemUTC(), new Random(1));
    try (IpamDriver driver = new BuiltinDriverProvider().open(context)) {
      Authority.activateUnused(driver);
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
      driver.createSubnet(SubnetRequest.of("b", "2001:db8::/64"));
      driver.createSubnet(SubnetRequest.of("gone", "10.2.0.0/16"));
      driver.allocate(AllocationRequest.bulk("gone", 3_000).withOwner("me"));
      driver.removeSubnet("gone", true);
      driver.allocate(AllocationRequest.bulk("a", 5).withOwner("me"));
      driver.allocate(AllocationRequest.any("b"));
    }
  }

  private PointerAgreement agreement() {
    Rocks rocks = Rocks.open(store, new StoreOptions(false, 1 << 20, 64), false);
    try (ReadView view = rocks.view()) {
      return PointerAgreement.of(view, new RowDecoder(store));
    } finally {
      rocks.close(rocks::closed);
    }
  }

  @Test
  void ofASoundStore() {
    assertThat(agreement()).isEqualTo(new PointerAgreement(true, true));
  }

  @Test
  void withoutOneRow() {
    SeededFault.OWNER_LOST.seed(store);
    assertThat(agreement()).isEqualTo(new PointerAgreement(true, false));
    SeededFault.ADDRESS_LOST.seed(store);
    assertThat(agreement()).isEqualTo(new PointerAgreement(false, false));
  }

  @Test
  void withARowThatIsNone() {
    SeededFault.POINTER_OF_NO_SUBNET.seed(store);
    assertThat(agreement()).isEqualTo(new PointerAgreement(false, true));
    SeededFault.ADDRESS_UNREADABLE.seed(store);
    assertThat(agreement()).isEqualTo(new PointerAgreement(false, false));
  }
}
