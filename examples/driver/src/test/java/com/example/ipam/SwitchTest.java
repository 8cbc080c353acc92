package com.example.ipam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.Ipam;
import dev.ipam.IpamBuilder;
import dev.ipam.error.DriverNotActiveException;
import dev.ipam.error.IpamException;
import dev.ipam.error.MigrationRefusedException;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.migration.dump.Dump;
import dev.ipam.migration.dump.DumpProgress;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * From the example to another driver and back, by one line of configuration each time. The example
 * records no authority: the facade keeps it in a file, and migrates while nobody is served.
 */
class SwitchTest {
  private static final int ANSWERS = 1_000;
  private static final String[] SUBNETS = {"a", "b", "v6"};

  @TempDir private Path directory;

  private IpamBuilder builder(String driver) {
    return builder(driver, directory);
  }

  private static IpamBuilder builder(String driver, Path stores) {
    return Ipam.builder()
        .set("ipam_driver", driver)
        .set("ipam.example.store", stores.toString())
        .set("ipam.builtin.path", stores.resolve("store").toString())
        .set("ipam.builtin.durability", "os")
        .set("ipam.authority.path", stores.resolve("authority").toString());
  }

  private static void fill(Ipam ipam) {
    ipam.createSubnet(SubnetRequest.of("a", "10.0.0.0/22"));
    ipam.createSubnet(SubnetRequest.of("b", "10.0.4.0/28"));
    ipam.createSubnet(SubnetRequest.of("v6", "2001:db8::/64"));
    // Some passes have gone on for a while, and others begun anew.
    answers(ipam, 7, 400);
  }

  /**
   * All four are byte for byte what was there before, and whoever serves next gives the answers of
   * one that was never migrated, with its passes and its tokens.
   */
  @ParameterizedTest
  @CsvSource({"example, builtin", "builtin, example"})
  void thereAndBackTwice(String one, String other) throws IOException {
    Path another = Files.createDirectory(directory.resolve("another"));
    try (Ipam neverMigrated = builder(one, another).createIfMissing().open()) {
      fill(neverMigrated);
      try (Ipam ipam = builder(one).createIfMissing().open()) {
        fill(ipam);
      }
      String before = one;
      for (String driver : new String[] {other, one, other, one}) {
        byte[] left = dump(before);
        builder(driver).createIfMissing().open().close();
        assertThat(dump(driver)).isEqualTo(left);
        try (Ipam ipam = builder(driver).open()) {
          assertThat(answers(ipam, 8, ANSWERS)).isEqualTo(answers(neverMigrated, 8, ANSWERS));
          boolean checked = ipam.check(problem -> assertThat(problem).isNull()).isPresent();
          assertThat(checked).isEqualTo(driver.equals("builtin"));
        }
        before = driver;
      }
    }
  }

  private byte[] dump(String driver) throws IOException {
    OpenedStore store = builder(driver).openStore(driver, false);
    try {
      Path file = directory.resolve("dump");
      Dump.write(store.driver(), file, DumpProgress.NONE);
      byte[] dump = Files.readAllBytes(file);
      Files.delete(file);
      return dump;
    } finally {
      store.driver().close();
    }
  }

  @Test
  void whatWasLeftIsFencedOff() {
    try (Ipam ipam = builder("example").createIfMissing().open()) {
      fill(ipam);
    }
    builder("builtin").createIfMissing().open().close();
    OpenedStore left = builder("example").openStore("example", false);
    try {
      assertThatExceptionOfType(DriverNotActiveException.class)
          .isThrownBy(() -> left.driver().allocate(AllocationRequest.any("a")))
          .satisfies(e -> assertThat(e.successor()).isEqualTo("builtin"));
    } finally {
      left.driver().close();
    }
  }

  @Test
  void whatTheExampleCannotKeepIsNamedBeforeAnythingHappens() {
    try (Ipam ipam = builder("builtin").createIfMissing().open()) {
      fill(ipam);
      ipam.allocate(AllocationRequest.any("a").withOwner("vm-1").withKey("once"));
    }
    assertThatExceptionOfType(MigrationRefusedException.class)
        .isThrownBy(() -> builder("example").createIfMissing().open())
        .withMessageContaining("owners, first in subnet a (it lacks owners)")
        .withMessageContaining("idempotency keys, first once (it lacks keys)");
    try (Ipam ipam = builder("builtin").open()) {
      ipam.allocate("a");
    }
  }

  /** Allocates and releases, and returns the addresses with tokens, or why there was none. */
  private static List<String> answers(Ipam ipam, long seed, int count) {
    Random random = new Random(seed);
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = SUBNETS[random.nextInt(SUBNETS.length)];
      int choice = random.nextInt(7);
      IpAddress address = ipam.subnet(id).cidr().first().plus(2 + random.nextInt(60));
      try {
        if (choice < 3) {
          answers.add(told(ipam.allocate(id)));
        } else if (choice == 3) {
          answers.add(told(ipam.allocate(AllocationRequest.specific(id, address))));
        } else {
          answers.add(
              "released "
                  + ipam.release(ReleaseRequest.of(id, address)).map(SwitchTest::told).orElse("-"));
        }
      } catch (IpamException e) {
        answers.add(e.code());
      }
    }
    return answers;
  }

  private static String told(Allocation allocation) {
    return allocation.address() + " " + allocation.token();
  }
}
