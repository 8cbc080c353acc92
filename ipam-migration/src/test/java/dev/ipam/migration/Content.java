package dev.ipam.migration;

import dev.ipam.error.IpamException;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.AddressScope;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.JointAllocation;
import dev.ipam.spi.SubnetPools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Fills stores with everything that there can be in one, and asks them the same things. */
final class Content {
  private Content() {}

  static void fill(IpamDriver driver) {
    driver
        .extension(AddressScopes.class)
        .orElseThrow()
        .createScope(new AddressScope("scope", "p", IpFamily.IPV4, false));
    driver
        .extension(SubnetPools.class)
        .orElseThrow()
        .createPool(SubnetPoolRequest.of("pool", Cidr.parse("10.64.0.0/16")).withScopeId("scope"));
    driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/22").withKey("create-a"));
    driver.createSubnet(SubnetRequest.of("b", "10.0.4.0/24"));
    driver.createSubnet(SubnetRequest.fromPool("c", "pool", 26));
    driver.createSubnet(SubnetRequest.of("v6", "2001:db8::/64"));
    driver.createSubnet(SubnetRequest.of("rests", "10.1.0.0/28").withRest(Duration.ofHours(1)));
    driver.createSubnet(SubnetRequest.of("low", "10.2.0.0/24").withPolicy(AllocationPolicy.LOWEST));
    change(driver, 7, 200);
  }

  /** Does the same for the same seed; returns what was answered, but for tokens and times. */
  static List<String> change(IpamDriver driver, long seed, int count) {
    Random random = new Random(seed);
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      try {
        answers.add(
            step(driver, random).toString().replaceAll("(token|allocatedAt)=[^,\\]]+", "$1"));
      } catch (IpamException e) {
        answers.add(e.code() + " " + e.fields().keySet());
      }
    }
    return answers;
  }

  private static Object step(IpamDriver driver, Random random) {
    String[] ids = {"a", "b", "c", "v6", "rests", "low"};
    String id = ids[random.nextInt(ids.length)];
    String key = random.nextInt(4) == 0 ? "key-" + random.nextInt(9) : null;
    String owner = random.nextBoolean() ? "owner-" + random.nextInt(5) : null;
    int offset = 2 + random.nextInt(9);
    int choice = random.nextInt(10);
    if (choice < 4) {
      return driver.allocate(
          AllocationRequest.any(id)
              .withOwner(owner)
              .withKey(key)
              .withContext(AllocationContext.NONE.withHostName("host-" + offset)));
    }
    if (choice == 4) {
      return driver.allocate(
          AllocationRequest.of(new AddressRequest.Bulk(1 + random.nextInt(4)), id).withKey(key));
    }
    if (choice == 5) {
      return driver
          .extension(JointAllocation.class)
          .orElseThrow()
          .allocateTogether(
              JointRequest.of(AllocationRequest.any(id), AllocationRequest.any("a")).withKey(key));
    }
    IpAddress address = driver.subnet(id).cidr().first().plus(offset);
    if (choice == 6) {
      return driver.allocate(AllocationRequest.specific(id, address).withOwner(owner));
    }
    return driver.release(ReleaseRequest.of(id, address));
  }
}
