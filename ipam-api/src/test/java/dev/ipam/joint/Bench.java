package dev.ipam.joint;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.ipam.Walks;
import dev.ipam.memory.Faults;
import dev.ipam.memory.Memory;
import dev.ipam.memory.MemoryDriver;
import dev.ipam.memory.MemoryStore;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.Capability;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** A store with some subnets and somebody else's addresses in them, and joint allocation on it. */
final class Bench implements AutoCloseable {
  static final Set<Capability> KEYED = Memory.without(Capability.ALL_OR_NONE, Capability.SHARED);

  private final Set<Capability> capabilities;
  private final Supplier<Intents> disk;
  private final MemoryStore store = new MemoryStore();
  private final Logger logger = (Logger) LoggerFactory.getLogger(StepwiseAllocation.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  final List<String> others;

  MemoryDriver driver;
  StepwiseAllocation joint;

  /** Keeps intents in memory. */
  Bench(Set<Capability> capabilities) {
    this(capabilities, always(new MemoryIntents()));
  }

  /** Keeps intents where they are opened anew for each process. */
  Bench(Set<Capability> capabilities, Supplier<Intents> disk) {
    this.capabilities = capabilities;
    this.disk = disk;
    MemoryDriver setup = new MemoryDriver(store, Memory.none());
    for (String subnet : List.of("v4", "full", "spare", "v6")) {
      setup.createSubnet(SubnetRequest.of(subnet, cidr(subnet)));
    }
    setup.allocate(AllocationRequest.any("v4"));
    setup.allocate(AllocationRequest.any("full"));
    setup.allocate(AllocationRequest.any("v6"));
    others = held();
    logger.setAdditive(false);
    log.start();
    logger.addAppender(log);
    driver = setup;
    joint = reopen();
  }

  private static Supplier<Intents> always(Intents intents) {
    return () -> intents;
  }

  private static String cidr(String subnet) {
    return switch (subnet) {
      case "v4" -> "192.0.2.0/27";
      case "full" -> "198.51.100.0/30";
      case "spare" -> "198.51.100.64/26";
      default -> "2001:db8::/64";
    };
  }

  /** The sets of capabilities that make a difference, none of them with ALL_OR_NONE. */
  static List<Set<Capability>> capabilities() {
    List<Set<Capability>> all = new ArrayList<>();
    for (Capability either : List.of(Capability.OWNERS, Capability.GROUPS)) {
      all.add(EnumSet.of(Capability.BULK, either));
      all.add(EnumSet.of(Capability.BULK, either, Capability.KEYS));
      all.add(EnumSet.of(Capability.BULK, either, Capability.TOKENS));
      all.add(EnumSet.of(Capability.BULK, either, Capability.KEYS, Capability.TOKENS));
    }
    return all;
  }

  /** Of one address, of several, of the second candidate, and by name. */
  JointRequest request() {
    List<AllocationRequest> parts = new ArrayList<>();
    for (AllocationRequest part :
        List.of(
            AllocationRequest.any("v4"),
            has(Capability.BULK) ? AllocationRequest.bulk("v4", 3) : AllocationRequest.any("v4"),
            AllocationRequest.any("full", "spare"),
            AllocationRequest.specific("v6", IpAddress.parse("2001:db8::77")))) {
      parts.add(has(Capability.OWNERS) ? part.withOwner("vm-7") : part);
    }
    return new JointRequest(parts, null);
  }

  boolean has(Capability capability) {
    return capabilities.contains(capability);
  }

  /** Ends the process, if it has not ended yet, and starts another one. */
  StepwiseAllocation reopen() {
    if (joint != null) {
      joint.close();
    }
    return start();
  }

  private StepwiseAllocation start() {
    driver = new MemoryDriver(store, capabilities);
    joint =
        new StepwiseAllocation(
            "memory", driver, Walks.of(driver), new FaultyIntents(disk.get(), driver.faults()));
    return joint;
  }

  /** Starts another process, in which one of the writes of the start goes wrong. */
  void reopenAndCrash(int write) {
    joint.close();
    driver = new MemoryDriver(store, capabilities);
    driver.faults().at(write, Faults.Fault.CRASH_BEFORE);
    Intents intents = disk.get();
    try {
      joint =
          new StepwiseAllocation(
              "memory", driver, Walks.of(driver), new FaultyIntents(intents, driver.faults()));
    } finally {
      intents.close();
    }
  }

  /** Starts another process while the store refuses every write. */
  void reopenDuringOutage() {
    joint.close();
    driver = new MemoryDriver(store, capabilities);
    driver.faults().from(0, Faults.Fault.FAIL_BEFORE);
    joint =
        new StepwiseAllocation(
            "memory", driver, Walks.of(driver), new FaultyIntents(disk.get(), driver.faults()));
  }

  /** Starts another process, whose driver breaks its word after one kind of write. */
  void breakAfter(String write) {
    joint.close();
    PartServer walk = Walks.of(driver);
    PartServer broken =
        new PartServer() {
          @Override
          public List<Allocation> serve(AllocationRequest part) {
            List<Allocation> taken = walk.serve(part);
            if (driver.faults().writes().contains(write)) {
              throw new IllegalStateException("a driver's own exception");
            }
            return taken;
          }

          @Override
          public List<AllocationRequest> steps(AllocationRequest part) {
            return walk.steps(part);
          }
        };
    joint = new StepwiseAllocation("memory", driver, broken, disk.get());
  }

  /** Somebody who may do anything to the store. */
  MemoryDriver operator() {
    return new MemoryDriver(store, capabilities);
  }

  MemoryStore store() {
    return store;
  }

  Faults faults() {
    return driver.faults();
  }

  List<String> held() {
    return store.heldAddresses();
  }

  /** What is held that was not there from the start. */
  List<String> more() {
    List<String> more = new ArrayList<>(held());
    assertThat(more).as("what others hold").containsAll(others);
    more.removeAll(others);
    return more;
  }

  static List<String> named(Collection<? extends Collection<Allocation>> parts) {
    return parts.stream()
        .flatMap(Collection::stream)
        .map(each -> each.subnetId() + " " + each.address())
        .sorted()
        .toList();
  }

  List<String> warnings() {
    return log.list.stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  /** The intents that are left. */
  List<String> intents() {
    joint.close();
    try (Intents intents = disk.get()) {
      return intents.ids();
    }
  }

  @Override
  public void close() {
    logger.detachAppender(log);
    logger.setAdditive(true);
    joint.close();
  }
}
