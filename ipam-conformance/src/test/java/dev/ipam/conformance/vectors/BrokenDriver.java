package dev.ipam.conformance.vectors;

import dev.ipam.conformance.memory.ModelDriver;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.Usage;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.StoreInfo;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** The model, for tests to break in one place. */
class BrokenDriver implements IpamDriver {
  final IpamDriver model = new ModelDriver(Clock.systemUTC(), new Random(1));

  @Override
  public Set<Capability> capabilities() {
    return model.capabilities();
  }

  @Override
  public Subnet createSubnet(SubnetRequest request) {
    return model.createSubnet(request);
  }

  @Override
  public Subnet subnet(String subnetId) {
    return model.subnet(subnetId);
  }

  @Override
  public Stream<Subnet> subnets() {
    return model.subnets();
  }

  @Override
  public Subnet updateSubnet(SubnetUpdate update) {
    return model.updateSubnet(update);
  }

  @Override
  public long removeSubnet(String subnetId, boolean force) {
    return model.removeSubnet(subnetId, force);
  }

  @Override
  public List<Allocation> allocate(AllocationRequest request) {
    return model.allocate(request);
  }

  @Override
  public Optional<Allocation> release(ReleaseRequest request) {
    return model.release(request);
  }

  @Override
  public Optional<Allocation> find(String subnetId, IpAddress address) {
    return model.find(subnetId, address);
  }

  @Override
  public Stream<Allocation> allocations(String subnetId) {
    return model.allocations(subnetId);
  }

  @Override
  public Usage usage(String subnetId) {
    return model.usage(subnetId);
  }

  @Override
  public StoreInfo store() {
    return model.store();
  }

  @Override
  public void close() {
    model.close();
  }
}
