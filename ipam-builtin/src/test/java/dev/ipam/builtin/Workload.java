package dev.ipam.builtin;

import dev.ipam.error.IpamException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.net.MacAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.JointRequest;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetSettings;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.TransferRequest;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Random operations of every kind on a few small subnets, the same for the same seed. */
final class Workload {
  private static final String[] SUBNETS = {"a", "ü", "\uD83D\uDE00"};

  private final Random random;
  private final BuiltinDriver driver;
  private final boolean predictable;
  private final IntConsumer tick;

  Workload(long seed, BuiltinDriver driver, boolean predictable) {
    this(seed, driver, predictable, millis -> {});
  }

  /** Before each operation, time passes. */
  Workload(long seed, BuiltinDriver driver, boolean predictable, IntConsumer tick) {
    this.tick = tick;
    this.random = new Random(seed);
    this.driver = driver;
    this.predictable = predictable;
  }

  /** Runs so many operations and returns what they answered, but for tokens. */
  List<String> run(int count) {
    return Stream.generate(this::step).limit(count).toList();
  }

  private String step() {
    tick.accept(random.nextInt(2_000));
    Supplier<Object> operation = operation();
    try {
      return tokenless(String.valueOf(operation.get()));
    } catch (IpamException e) {
      return tokenless(e.code() + " " + e.fields());
    }
  }

  private static String tokenless(String answer) {
    return answer.replaceAll("token=\\d+", "token");
  }

  private Supplier<Object> operation() {
    String subnet = subnet();
    String key = random.nextInt(3) == 0 ? "key-" + random.nextInt(12) : null;
    String owner = random.nextBoolean() ? null : "owner-" + random.nextInt(4);
    IpAddress address = IpAddress.parse("10.0.0.0").plus(random.nextInt(24));
    int choice = random.nextInt(26);
    if (choice < 2) {
      return create(subnet, key);
    }
    if (choice < 5) {
      AllocationRequest any = AllocationRequest.any(subnet, subnet()).withOwner(owner);
      return () -> driver.allocate(any.withKey(key));
    }
    if (choice < 7) {
      AddressRequest bulk = new AddressRequest.Bulk(1 + random.nextInt(6));
      AllocationRequest request = AllocationRequest.of(bulk, subnet, subnet()).withKey(key);
      return () -> driver.allocate(request);
    }
    if (choice < 9) {
      AllocationRequest request =
          AllocationRequest.specific(subnet, address)
              .withContext(
                  AllocationContext.NONE
                      .withHostName("host \"" + random.nextInt(9) + "\"")
                      .withMac(MacAddress.parse("00:16:3e:00:00:0" + random.nextInt(9))));
      return () -> driver.allocate(request);
    }
    if (choice < 10) {
      return () ->
          driver.allocate(AllocationRequest.of(new AddressRequest.Gateway(), subnet).withKey(key));
    }
    if (choice < 12) {
      AllocationRequest first = AllocationRequest.any(subnet);
      AllocationRequest second =
          AllocationRequest.of(new AddressRequest.Bulk(1 + random.nextInt(3)), subnet());
      return () -> driver.allocateTogether(JointRequest.of(first, second).withKey(key));
    }
    if (choice < 19) {
      return () -> driver.release(ReleaseRequest.of(subnet, address));
    }
    if (choice == 19) {
      return () -> driver.releaseOwner(String.valueOf(owner));
    }
    if (choice == 20) {
      return () -> transfer(subnet, address, key);
    }
    if (choice == 21) {
      return update(subnet);
    }
    if (choice == 22) {
      boolean force = random.nextBoolean();
      return () -> driver.removeSubnet(subnet, force);
    }
    return pool(choice, subnet, key);
  }

  private Supplier<Object> pool(int choice, String subnet, String key) {
    String pool = "pool-" + random.nextInt(3);
    String scope = random.nextBoolean() ? null : "scope-" + random.nextInt(2);
    int third = random.nextInt(3);
    if (choice == 23) {
      return () ->
          driver.createPool(
              SubnetPoolRequest.of(pool, Cidr.parse("10.0.0.0/26"))
                  .withPrefixLengths(24, 30, 28)
                  .withScopeId(scope));
    }
    if (choice == 24) {
      return () ->
          third == 0
              ? driver.createScope(
                  new AddressScope("scope-0", "default", IpFamily.IPV4, predictable))
              : driver.createSubnet(
                  SubnetRequest.fromPool(subnet, pool, 28 + third - 1).withKey(key));
    }
    return () -> {
      driver.removePool(pool);
      return "removed";
    };
  }

  private Supplier<Object> create(String subnet, String key) {
    AllocationPolicy policy =
        List.of(AllocationPolicy.values()).get(random.nextInt(predictable ? 2 : 3));
    boolean pools = random.nextInt(3) == 0;
    SubnetSettings settings =
        new SubnetSettings(
            GatewayChoice.AUTOMATIC,
            pools
                ? PoolsChoice.of(
                    List.of(range("10.0.0.4", "10.0.0.9"), range("10.0.0.12", "10.0.0.19")))
                : PoolsChoice.GENERATED,
            policy,
            random.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(1 + random.nextInt(20)));
    int length = 26 + random.nextInt(2);
    return () ->
        driver.createSubnet(
            SubnetRequest.of(subnet, Cidr.parse("10.0.0.0/" + length))
                .withSettings(settings)
                .withKey(key));
  }

  private Supplier<Object> update(String subnet) {
    SubnetUpdate update = SubnetUpdate.of(subnet);
    SubnetUpdate chosen =
        switch (random.nextInt(3)) {
          case 0 -> update.withGateway(GatewayChoice.NONE);
          case 1 -> update.withPools(PoolsChoice.of(List.of(range("10.0.0.20", "10.0.0.25"))));
          default -> update.withPools(PoolsChoice.GENERATED);
        };
    return () -> driver.updateSubnet(chosen);
  }

  private Object transfer(String subnet, IpAddress address, String key) {
    Allocation held = driver.find(subnet, address).orElse(null);
    return held == null
        ? "free"
        : driver.transfer(new TransferRequest(subnet, address, held.token(), "new", key));
  }

  private String subnet() {
    return SUBNETS[random.nextInt(SUBNETS.length)];
  }

  private static AddressRange range(String first, String last) {
    return new AddressRange(IpAddress.parse(first), IpAddress.parse(last));
  }
}
