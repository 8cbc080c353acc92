package dev.ipam.conformance.memory;

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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Opens the model as a driver, its stores kept in memory by name, so that they can be opened again;
 * a change to the opened driver makes of it a driver with a fault.
 *
 * <p>It says that it is DURABLE where it is asked to: within a process nobody can tell.
 *
 * @since 0.1
 */
public final class MemoryProvider implements IpamDriverProvider {
  /** The setting that names the store. */
  public static final String STORE = "ipam.memory.store";

  private final Set<Capability> capabilities;
  private final UnaryOperator<IpamDriver> change;
  private final Map<String, ModelDriver> stores = new ConcurrentHashMap<>();

  /** Makes a provider of the model as it is. */
  public MemoryProvider() {
    this(withDurable(), driver -> driver);
  }

  /**
   * Makes a provider of a changed model.
   *
   * @param capabilities what the model can do, before it is changed
   * @param change makes of the model what is opened
   */
  public MemoryProvider(Set<Capability> capabilities, UnaryOperator<IpamDriver> change) {
    this.capabilities = Set.copyOf(capabilities);
    this.change = change;
  }

  private static Set<Capability> withDurable() {
    Set<Capability> all = EnumSet.copyOf(ModelDriver.CAPABILITIES);
    all.add(Capability.DURABLE);
    return all;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String description() {
    return "The conformance kit's model of the contract, in memory.";
  }

  @Override
  public Set<Capability> mostCapabilities() {
    return capabilities;
  }

  @Override
  public List<Setting> settings() {
    return List.of(Setting.of(STORE, null, "The name of the store."));
  }

  @Override
  public IpamDriver open(DriverContext context) {
    String name = context.required(STORE);
    ModelDriver kept = stores.get(name);
    if (kept == null) {
      if (!context.createIfMissing()) {
        throw new StoreNotFoundException(name(), name);
      }
      kept = new ModelDriver(capabilities, context.clock(), context.random());
      stores.put(name, kept);
    }
    kept.open();
    return change.apply(kept);
  }
}
