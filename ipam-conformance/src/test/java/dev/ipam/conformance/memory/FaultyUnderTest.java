package dev.ipam.conformance.memory;

import dev.ipam.conformance.Breakable;
import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** The model in memory, which is rude: it hangs, or throws where no answer is asked for. */
public final class FaultyUnderTest implements DriverUnderTest, IpamDriverProvider {
  private final MemoryUnderTest base = new MemoryUnderTest();
  private final List<Map<String, String>> destroyed = new ArrayList<>();
  private final UnaryOperator<IpamDriver> fault;
  private final int healthy;
  private int opened;

  private FaultyUnderTest(int healthy, UnaryOperator<IpamDriver> fault) {
    this.healthy = healthy;
    this.fault = fault;
  }

  /** Never returns from an allocation. */
  public static FaultyUnderTest hanging() {
    return new FaultyUnderTest(
        0,
        driver ->
            new Breakable(driver) {
              @Override
              public List<Allocation> allocate(AllocationRequest request) {
                while (true) {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    // It does not even end when it is asked to.
                  }
                }
              }
            });
  }

  /** Cannot be opened any more after some times. */
  public static FaultyUnderTest notOpenedAfter(int times) {
    return new FaultyUnderTest(
        times,
        driver -> {
          throw new NullPointerException("no pool of connections");
        });
  }

  /** Fails whenever it is closed. */
  public static FaultyUnderTest notClosed() {
    return new FaultyUnderTest(
        0,
        driver ->
            new Breakable(driver) {
              @Override
              public void close() {
                throw new IllegalStateException("closed already");
              }
            });
  }

  /** The stores that were removed. */
  public synchronized List<Map<String, String>> destroyed() {
    return List.copyOf(destroyed);
  }

  @Override
  public synchronized void destroy(Map<String, String> store) {
    destroyed.add(store);
  }

  @Override
  public IpamDriverProvider provider() {
    return this;
  }

  @Override
  public Set<Capability> capabilities() {
    return base.capabilities();
  }

  @Override
  public Map<String, String> newStore() {
    return base.newStore();
  }

  @Override
  public String name() {
    return "faulty";
  }

  @Override
  public String description() {
    return "The conformance kit's model of the contract, which is rude.";
  }

  @Override
  public Set<Capability> mostCapabilities() {
    return capabilities();
  }

  @Override
  public List<Setting> settings() {
    return base.provider().settings();
  }

  @Override
  public IpamDriver open(DriverContext context) {
    IpamDriver driver = base.provider().open(context);
    return counted() > healthy ? fault.apply(driver) : driver;
  }

  private synchronized int counted() {
    return ++opened;
  }
}
