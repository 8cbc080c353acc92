package dev.ipam.conformance;

import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.Usage;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.JointAllocation;
import dev.ipam.spi.OwnerLookup;
import dev.ipam.spi.StoreInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A driver that does all as another one, for tests to break in one place. */
public class ForwardingDriver implements IpamDriver, JointAllocation, OwnerLookup {
  private final IpamDriver driver;

  /** Breaks a driver. */
  protected ForwardingDriver(IpamDriver driver) {
    this.driver = driver;
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
  public List<List<Allocation>> allocateTogether(JointRequest request) {
    return driver.extension(JointAllocation.class).orElseThrow().allocateTogether(request);
  }

  @Override
  public Optional<Allocation> release(ReleaseRequest request) {
    return driver.release(request);
  }

  @Override
  public Stream<Allocation> allocationsOf(String owner) {
    return driver.extension(OwnerLookup.class).orElseThrow().allocationsOf(owner);
  }

  @Override
  public List<Allocation> releaseOwner(String owner) {
    return driver.extension(OwnerLookup.class).orElseThrow().releaseOwner(owner);
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

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return type.isInstance(this) ? Optional.of(type.cast(this)) : driver.extension(type);
  }

  @Override
  public void close() {
    driver.close();
  }
}
