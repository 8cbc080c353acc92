package dev.ipam;

import dev.ipam.error.AddressOutsideSubnetException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.joint.PartServer;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Allocation from an ordered list of candidate subnets: the driver's own where it has {@link
 * Capability#GROUPS}, else one candidate after the other.
 */
final class CandidateWalk implements PartServer {
  private final IpamDriver driver;

  CandidateWalk(IpamDriver driver) {
    this.driver = driver;
  }

  List<Allocation> allocate(AllocationRequest request) {
    if (request.key() != null && request.subnetIds().size() > 1 && !driverWalks()) {
      // The key is bound to the whole list, which such a driver never sees.
      throw Capability.GROUPS.missing();
    }
    return serve(request);
  }

  @Override
  public List<AllocationRequest> steps(AllocationRequest request) {
    List<String> candidates = request.subnetIds();
    if (candidates.size() == 1 || (driverWalks() && !candidates.isEmpty())) {
      return List.of(request);
    }
    List<AllocationRequest> steps = new ArrayList<>(candidates.size());
    for (String candidate : candidates) {
      String key = request.key();
      steps.add(
          request
              .withSubnetIds(List.of(candidate))
              .withKey(key == null || steps.isEmpty() ? key : key + "/" + steps.size()));
    }
    return steps;
  }

  @Override
  public List<Allocation> serve(AllocationRequest request) {
    List<AllocationRequest> steps = steps(request);
    if (steps.size() == 1) {
      return driver.allocate(steps.get(0));
    }
    request.subnetIds().forEach(driver::subnet);
    return walk(request, steps);
  }

  private boolean driverWalks() {
    return driver.capabilities().contains(Capability.GROUPS);
  }

  private List<Allocation> walk(AllocationRequest request, List<AllocationRequest> steps) {
    BigInteger free = BigInteger.ZERO;
    BigInteger resting = BigInteger.ZERO;
    Instant earliest = null;
    int outside = 0;
    for (AllocationRequest step : steps) {
      try {
        return driver.allocate(step);
      } catch (NoAddressAvailableException e) {
        free = free.max(e.free());
        resting = resting.add(e.resting());
        earliest = earlier(earliest, e.earliest());
      } catch (AddressOutsideSubnetException e) {
        if (!(request.address() instanceof AddressRequest.Specific)) {
          throw e;
        }
        outside++;
      }
    }
    if (outside > 0
        && outside == steps.size()
        && request.address() instanceof AddressRequest.Specific specific) {
      throw new AddressOutsideSubnetException(request.subnetIds(), specific.address().toString());
    }
    throw exhausted(request, free, resting, earliest);
  }

  private static NoAddressAvailableException exhausted(
      AllocationRequest request, BigInteger free, BigInteger resting, @Nullable Instant earliest) {
    return new NoAddressAvailableException(
        request.subnetIds(),
        BigInteger.valueOf(request.address().count()),
        free,
        resting,
        earliest);
  }

  private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.isBefore(b) ? a : b;
  }
}
