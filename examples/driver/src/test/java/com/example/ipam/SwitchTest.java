package com.example.ipam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.Ipam;
import dev.ipam.IpamBuilder;
import dev.ipam.error.DriverNotActiveException;
import dev.ipam.error.IpamException;
import dev.ipam.error.MigrationRefusedException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example keeps no authority and cannot be imported into. So it can be left, by one line of
 * configuration, and what it would lose is named to whoever wants to go back to it.
 */
class SwitchTest {
  private static final int ANSWERS = 1_000;
  private static final String[] SUBNETS = {"a", "b", "v6"};

  @TempDir private Path directory;
  private List<Subnet> subnets = List.of();
  private List<Allocation> held = List.of();

  private IpamBuilder builder(String driver) {
    return Ipam.builder()
        .set("ipam_driver", driver)
        .set("ipam.example.store", directory.toString())
        .set("ipam.builtin.path", directory.resolve("store").toString())
        .set("ipam.builtin.durability", "os")
        .set("ipam.authority.path", directory.resolve("authority").toString());
  }

  @BeforeEach
  void fillTheExample() {
    try (Ipam ipam = builder("example").createIfMissing().open()) {
      ipam.createSubnet(SubnetRequest.of("a", "10.0.0.0/22"));
      ipam.createSubnet(SubnetRequest.of("b", "10.0.4.0/28"));
      ipam.createSubnet(SubnetRequest.of("v6", "2001:db8::/64"));
      answers(ipam, 7, 400);
      subnets = subnets(ipam);
      held = held(ipam);
    }
    assertThat(held).hasSizeGreaterThan(20);
  }

  @Test
  void theDataFollowsAndWhoeverIsNextAnswersAsIfItHadAlwaysHadIt() {
    try (Ipam ipam = builder("builtin").open();
        Ipam neverMigrated =
            Ipam.builder()
                .set("ipam_driver", "builtin")
                .set("ipam.builtin.path", directory.resolve("never").toString())
                .set("ipam.builtin.durability", "os")
                .createIfMissing()
                .open()) {
      assertThat(subnets(ipam)).isEqualTo(subnets);
      assertThat(held(ipam)).isEqualTo(held);
      neverMigrated.createSubnet(SubnetRequest.of("a", "10.0.0.0/22"));
      neverMigrated.createSubnet(SubnetRequest.of("b", "10.0.4.0/28"));
      neverMigrated.createSubnet(SubnetRequest.of("v6", "2001:db8::/64"));
      held.forEach(
          each ->
              neverMigrated.allocate(AllocationRequest.specific(each.subnetId(), each.address())));
      assertThat(answers(ipam, 8, ANSWERS)).isEqualTo(answers(neverMigrated, 8, ANSWERS));
      assertThat(ipam.check(problem -> assertThat(problem).isNull())).isPresent();
    }
  }

  @Test
  void whatWasLeftIsFencedOff() {
    builder("builtin").open().close();
    var left = builder("example").openStore("example", false);
    try {
      assertThatExceptionOfType(DriverNotActiveException.class)
          .isThrownBy(() -> left.driver().allocate(AllocationRequest.any("a")))
          .satisfies(e -> assertThat(e.successor()).isEqualTo("builtin"));
    } finally {
      left.driver().close();
    }
  }

  @Test
  void thereIsNoWayBackThatWouldLoseSomething() {
    try (Ipam ipam = builder("builtin").open()) {
      ipam.allocate("a");
      held = held(ipam);
    }
    assertThatExceptionOfType(MigrationRefusedException.class)
        .isThrownBy(() -> builder("example").open())
        .withMessageContaining("tokens, first in subnet a");
    try (Ipam ipam = builder("builtin").open()) {
      assertThat(held(ipam)).isEqualTo(held);
      ipam.allocate("a");
    }
  }

  private static List<Subnet> subnets(Ipam ipam) {
    try (Stream<Subnet> all = ipam.subnets()) {
      return all.toList();
    }
  }

  private static List<Allocation> held(Ipam ipam) {
    List<Allocation> all = new ArrayList<>();
    for (String subnet : SUBNETS) {
      try (Stream<Allocation> each = ipam.allocations(subnet)) {
        each.forEach(all::add);
      }
    }
    return all;
  }

  /** Allocates and releases, and returns the addresses, or why there was none. */
  private static List<String> answers(Ipam ipam, long seed, int count) {
    Random random = new Random(seed);
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = SUBNETS[random.nextInt(SUBNETS.length)];
      int choice = random.nextInt(5);
      IpAddress address = ipam.subnet(id).cidr().first().plus(2 + random.nextInt(60));
      try {
        if (choice < 3) {
          answers.add(ipam.allocate(id).address().toString());
        } else if (choice == 3) {
          answers.add(ipam.allocate(AllocationRequest.specific(id, address)).address().toString());
        } else {
          answers.add(
              "released " + ipam.release(ReleaseRequest.of(id, address)).map(Allocation::address));
        }
      } catch (IpamException e) {
        answers.add(e.code().toString());
      }
    }
    return answers;
  }
}
