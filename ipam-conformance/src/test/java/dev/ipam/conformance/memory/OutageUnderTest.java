package dev.ipam.conformance.memory;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.StoreOutage;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.World;
import dev.ipam.error.Outcome;
import dev.ipam.error.StoreNotFoundException;
import dev.ipam.error.UnavailableException;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;

/** The model in a shared memory that can be taken away. */
public final class OutageUnderTest implements DriverUnderTest, IpamDriverProvider {
  private static final String STORE = MemoryProvider.STORE;

  /** How it behaves while its store is away. */
  public enum Manner {
    /** Every other write that fails was applied; all of them say that nobody knows. */
    RIGHT,
    /** It says of them that they were not. */
    SAYS_NOT_APPLIED,
    /** It does not serve again. */
    STAYS_DOWN,
    /** It waits. */
    WAITS
  }

  private final Manner manner;
  private final Map<String, Store> stores = new ConcurrentHashMap<>();

  /** Chooses the manner. */
  public OutageUnderTest(Manner manner) {
    this.manner = manner;
  }

  @Override
  public IpamDriverProvider provider() {
    return this;
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> all = EnumSet.copyOf(ModelDriver.CAPABILITIES);
    all.add(Capability.DURABLE);
    all.add(Capability.SHARED);
    return all;
  }

  @Override
  public Map<String, String> newStore() {
    return Map.of(STORE, UUID.randomUUID().toString());
  }

  @Override
  public Optional<Map<String, String>> newFragileStore() {
    return Optional.of(newStore());
  }

  @Override
  public StoreOutage outage(Map<String, String> settings) {
    Store store = stores.get(settings.get(STORE));
    store.away = true;
    return () -> store.away = false;
  }

  @Override
  public String name() {
    return "outage";
  }

  @Override
  public String description() {
    return "The conformance kit's model of the contract, in a memory that can be taken away.";
  }

  @Override
  public Set<Capability> mostCapabilities() {
    return capabilities();
  }

  @Override
  public List<Setting> settings() {
    return List.of(Setting.of(STORE, null, "The name of the store."));
  }

  @Override
  public IpamDriver open(DriverContext context) {
    String name = context.required(STORE);
    if (!context.createIfMissing() && !stores.containsKey(name)) {
      throw new StoreNotFoundException(name(), name);
    }
    Model model = ModelDriver.model(capabilities());
    Store store =
        stores.computeIfAbsent(
            name, missing -> new Store(manner, model, context.clock().millis(), context.random()));
    store.broken = false;
    return new ModelDriver(capabilities(), context.clock(), store);
  }

  private static final class Store implements ModelDriver.Player {
    private final Manner manner;
    private final Model model;
    private final RandomGenerator random;
    private World world;
    private int failed;
    private volatile boolean away;
    private volatile boolean broken;

    Store(Manner manner, Model model, long millis, RandomGenerator random) {
      this.manner = manner;
      this.model = model;
      this.random = random;
      this.world = model.empty(millis);
    }

    @Override
    public synchronized Answer play(long millis, Step step) {
      if (away && manner == Manner.WAITS) {
        forEver();
      }
      if (broken) {
        throw unavailable(Outcome.NOT_APPLIED);
      }
      Model.Played played = model.play(world, millis, step, random);
      if (!away || !step.writes() || !(played.answer() instanceof Answer.Ok)) {
        world = played.world();
        return played.answer();
      }
      // The store got what it did not answer to; or it did not.
      if (failed++ % 2 == 0) {
        world = played.world();
      }
      broken = manner == Manner.STAYS_DOWN;
      throw unavailable(manner == Manner.SAYS_NOT_APPLIED ? Outcome.NOT_APPLIED : Outcome.UNKNOWN);
    }

    private static UnavailableException unavailable(Outcome outcome) {
      return new UnavailableException("memory", "it does not answer", outcome, null);
    }

    private static void forEver() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    @Override
    public synchronized World world() {
      return world;
    }

    @Override
    public void close() {
      // It is kept, to be opened again.
    }
  }
}
