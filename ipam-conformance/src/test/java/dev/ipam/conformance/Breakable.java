package dev.ipam.conformance;

import dev.ipam.request.Allocation;
import dev.ipam.request.JointRequest;
import dev.ipam.spi.ForwardingDriver;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.JointAllocation;
import dev.ipam.spi.OwnerLookup;
import java.util.List;
import java.util.stream.Stream;

/** A driver that does all as another one, for tests to break in one place. */
public class Breakable extends ForwardingDriver implements JointAllocation, OwnerLookup {
  /** Breaks a driver. */
  protected Breakable(IpamDriver driver) {
    super(driver);
  }

  @Override
  public List<List<Allocation>> allocateTogether(JointRequest request) {
    return delegate().extension(JointAllocation.class).orElseThrow().allocateTogether(request);
  }

  @Override
  public Stream<Allocation> allocationsOf(String owner) {
    return delegate().extension(OwnerLookup.class).orElseThrow().allocationsOf(owner);
  }

  @Override
  public List<Allocation> releaseOwner(String owner) {
    return delegate().extension(OwnerLookup.class).orElseThrow().releaseOwner(owner);
  }
}
