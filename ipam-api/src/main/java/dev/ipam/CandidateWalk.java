package dev.ipam;

import dev.ipam.error.AddressOutsideSubnetException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Allocation from an ordered list of candidate subnets: the driver's own where it has {@link
 * Capability#GROUPS}, else one candidate after the other.
 */
final class CandidateWalk {
  private final IpamDriver driver;

  CandidateWalk(IpamDriver driver) {
    this.driver = driver;
  }

  List<Allocation> allocate(AllocationRequest request) {
    List<String> candidates = request.subnetIds();
    if (candidates.isEmpty()) {
      throw exhausted(request, BigInteger.ZERO, BigInteger.ZERO, null);
    }
    if (candidates.size() == 1 || driver.capabilities().contains(Capability.GROUPS)) {
      return driver.allocate(request);
    }
    if (request.key() != null) {
      // The key is bound to the whole list, which such a driver never sees.
      throw Capability.GROUPS.missing();
    }
    candidates.forEach(driver::subnet);
    return walk(request);
  }

  private List<Allocation> walk(AllocationRequest request) {
    BigInteger free = BigInteger.ZERO;
    BigInteger resting = BigInteger.ZERO;
    Instant earliest = null;
    int outside = 0;
    for (String candidate : request.subnetIds()) {
      try {
        return driver.allocate(request.withSubnetIds(List.of(candidate)));
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
    if (outside == request.subnetIds().size()
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
