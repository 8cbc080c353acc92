package dev.ipam.spi;

import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.Usage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A driver that does all as another one. Who wants to count, watch or change some of what a driver
 * does extends it, and overrides those methods.
 *
 * <p>What the other one does beyond the core ({@link #extension}) is its own: a subclass that
 * watches allocations sees to it that those of {@link JointAllocation} do not pass it by.
 *
 * <p>As safe for use by several threads as the other one.
 *
 * @since 0.1
 */
public abstract class ForwardingDriver implements IpamDriver {
  private final IpamDriver driver;

  /**
   * For subclasses.
   *
   * @param driver the driver that does the work; it is closed with this one
   */
  protected ForwardingDriver(IpamDriver driver) {
    this.driver = Objects.requireNonNull(driver, "driver");
  }

  /**
   * The driver that does the work.
   *
   * @return the driver
   */
  protected final IpamDriver delegate() {
    return driver;
  }

  @Override
  public Set<Capability> capabilities() {
    return driver.capabilities();
  }

  @Override
  public Subnet createSubnet(SubnetRequest request) {
    return driver.createSubnet(request);
  }

  @Override
  public Subnet subnet(String subnetId) {
    return driver.subnet(subnetId);
  }

  @Override
  public Stream<Subnet> subnets() {
    return driver.subnets();
  }

  @Override
  public Subnet updateSubnet(SubnetUpdate update) {
    return driver.updateSubnet(update);
  }

  @Override
  public long removeSubnet(String subnetId, boolean force) {
    return driver.removeSubnet(subnetId, force);
  }

  @Override
  public List<Allocation> allocate(AllocationRequest request) {
    return driver.allocate(request);
  }

  @Override
  public Optional<Allocation> release(ReleaseRequest request) {
    return driver.release(request);
  }

  @Override
  public Optional<Allocation> find(String subnetId, IpAddress address) {
    return driver.find(subnetId, address);
  }

  @Override
  public Stream<Allocation> allocations(String subnetId) {
    return driver.allocations(subnetId);
  }

  @Override
  public Usage usage(String subnetId) {
    return driver.usage(subnetId);
  }

  @Override
  public StoreInfo store() {
    return driver.store();
  }

  /** What a subclass implements itself, else what the other driver has. */
  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return type.isInstance(this) ? Optional.of(type.cast(this)) : driver.extension(type);
  }

  @Override
  public void close() {
    driver.close();
  }
}
