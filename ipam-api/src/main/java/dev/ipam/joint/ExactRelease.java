package dev.ipam.joint;

import dev.ipam.error.AddressOwnedByAnotherException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Releases one allocation and never a later one of the same address.
 *
 * @ipam.rule 3.36..3.37 6.35
 * @since 0.1
 */
public final class ExactRelease {
  private ExactRelease() {}

  /**
   * Releases an allocation, if it is still held.
   *
   * @param driver the driver
   * @param held the allocation as it was returned
   * @return whether it was released; {@code false} where it was gone already, also where somebody
   *     else has the address by now
   * @throws dev.ipam.error.IpamException if it may still be held
   */
  public static boolean release(IpamDriver driver, Allocation held) {
    return release(driver.capabilities(), driver::find, driver::release, held);
  }

  /**
   * The same by whoever has a driver, and may go on with another one meanwhile.
   *
   * @param capabilities what the driver can do
   * @param find looks up an address of a subnet
   * @param release releases
   * @param held the allocation as it was returned
   * @return whether it was released
   * @throws dev.ipam.error.IpamException if it may still be held
   */
  public static boolean release(
      Set<Capability> capabilities,
      BiFunction<String, IpAddress, Optional<Allocation>> find,
      Function<ReleaseRequest, Optional<Allocation>> release,
      Allocation held) {
    ReleaseRequest request = ReleaseRequest.of(held.subnetId(), held.address());
    try {
      if (capabilities.contains(Capability.TOKENS)) {
        return release.apply(request.withToken(held.token())).isPresent();
      }
      Optional<Allocation> found = find.apply(held.subnetId(), held.address());
      if (found.isEmpty() || !isSame(found.get(), held)) {
        return false;
      }
      String owner = held.owner();
      return release.apply(owner == null ? request : request.withOwner(owner)).isPresent();
    } catch (AddressOwnedByAnotherException | SubnetNotFoundException e) {
      return false;
    }
  }

  /** Without tokens, the time and the purpose of an allocation tell it from a later one. */
  private static boolean isSame(Allocation found, Allocation held) {
    return found.allocatedAt().equals(held.allocatedAt())
        && found.kind() == held.kind()
        && Objects.equals(found.owner(), held.owner())
        && Objects.equals(found.key(), held.key());
  }
}
