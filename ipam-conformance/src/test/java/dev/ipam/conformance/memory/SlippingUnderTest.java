package dev.ipam.conformance.memory;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.Slip;
import dev.ipam.conformance.model.Slips;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.World;
import dev.ipam.error.StoreNotFoundException;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The model in memory, whose state slips now and then. */
public final class SlippingUnderTest implements DriverUnderTest, IpamDriverProvider {
  private final Slip slip;
  private final Map<String, ModelDriver> stores = new ConcurrentHashMap<>();

  /** Takes the slip. */
  public SlippingUnderTest(Slip slip) {
    this.slip = slip;
  }

  @Override
  public IpamDriverProvider provider() {
    return this;
  }

  @Override
  public Set<Capability> capabilities() {
    return new MemoryProvider().mostCapabilities();
  }

  @Override
  public Map<String, String> newStore() {
    return Map.of(MemoryProvider.STORE, UUID.randomUUID().toString());
  }

  @Override
  public String name() {
    return "slipping";
  }

  @Override
  public String description() {
    return "The conformance kit's model of the contract, with a state that slips.";
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
    Model model = ModelDriver.model(capabilities());
    return new ModelDriver(
        capabilities(),
        context.clock(),
        new Slipping(slip, model, context.clock().millis(), context.random()));
  }

  private static final class Slipping implements ModelDriver.Player {
    private final Slip slip;
    private final Model model;
    private final RandomGenerator random;
    private World world;

    Slipping(Slip slip, Model model, long millis, RandomGenerator random) {
      this.slip = slip;
      this.model = model;
      this.random = random;
      this.world = model.empty(millis);
    }

    @Override
    public synchronized Answer play(long millis, Step step) {
      World before = Slips.changed(world, copy -> slip.before(copy, step));
      Model.Played played = model.play(before, millis, step, random);
      world =
          Slips.changed(played.world(), copy -> slip.after(before, step, played.answer(), copy));
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
