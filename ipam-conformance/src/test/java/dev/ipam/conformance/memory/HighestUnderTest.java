package dev.ipam.conformance.memory;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Chooser;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.World;
import dev.ipam.error.StoreNotFoundException;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The model in memory without POLICIES, of which Any takes the highest free address. */
public final class HighestUnderTest implements DriverUnderTest, IpamDriverProvider {
  private final Set<Capability> capabilities;
  private final Map<String, ModelDriver> stores = new ConcurrentHashMap<>();

  /** Takes all capabilities that the model has, but POLICIES. */
  public HighestUnderTest() {
    this(allButPolicies());
  }

  /** Takes capabilities, without POLICIES. */
  public HighestUnderTest(Set<Capability> capabilities) {
    this.capabilities = Set.copyOf(capabilities);
  }

  private static Set<Capability> allButPolicies() {
    Set<Capability> all = EnumSet.copyOf(new MemoryProvider().mostCapabilities());
    all.remove(Capability.POLICIES);
    return all;
  }

  @Override
  public IpamDriverProvider provider() {
    return this;
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public Map<String, String> newStore() {
    return Map.of(MemoryProvider.STORE, UUID.randomUUID().toString());
  }

  @Override
  public String name() {
    return "highest";
  }

  @Override
  public String description() {
    return "The conformance kit's model of the contract, which takes the highest address first.";
  }

  @Override
  public Set<Capability> mostCapabilities() {
    return capabilities();
  }

  @Override
  public List<Setting> settings() {
    return List.of(Setting.of(MemoryProvider.STORE, null, "The name of the store."));
  }

  @Override
  public IpamDriver open(DriverContext context) {
    String name = context.required(MemoryProvider.STORE);
    if (!context.createIfMissing() && !stores.containsKey(name)) {
      throw new StoreNotFoundException(name(), name);
    }
    ModelDriver kept = stores.computeIfAbsent(name, missing -> create(context));
    kept.open();
    return kept;
  }

  private ModelDriver create(DriverContext context) {
    Model model = ModelDriver.model(capabilities);
    return new ModelDriver(
        capabilities, context.clock(), new Highest(model, context.clock().millis()));
  }

  private static final class Highest implements ModelDriver.Player {
    private final Chooser chooser;
    private World world;

    Highest(Model model, long millis) {
      this.chooser = new Chooser(model);
      this.world = model.empty(millis);
    }

    @Override
    public synchronized Answer play(long millis, Step step) {
      Model.Played played = chooser.play(world, millis, step);
      world = played.world();
      return played.answer();
    }

    @Override
    public synchronized World world() {
      return world;
    }

    @Override
    public synchronized void close() {
      // It is kept, to be opened again.
    }
  }
}
