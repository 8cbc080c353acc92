package dev.ipam.fit;

import dev.ipam.Ipam;
import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.AddressNotUsableException;
import dev.ipam.error.AddressOutsideSubnetException;
import dev.ipam.error.Category;
import dev.ipam.error.InvalidAddressRequestException;
import dev.ipam.error.IpamException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.net.AllocationPools;
import dev.ipam.net.Eui64;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.Usage;
import dev.ipam.spi.Capability;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Answers whether requests would fit, one after the other, without changing anything.
 *
 * <p>The answer is advisory: others allocate meanwhile, which address a request without an address
 * would get is not foretold, and an address asked for by name counts as free rather than as
 * resting. It is computed from each subnet's usage and single look-ups, never by enumerating
 * addresses, so that a /8 and a /64 cost what a /30 does.
 *
 * @ipam.rule 3.75..3.76
 * @since 0.1
 */
public final class FitCheck {
  private static final Set<Category> ABOUT_THE_REQUEST =
      EnumSet.of(
          Category.INVALID,
          Category.NOT_FOUND,
          Category.CONFLICT,
          Category.EXHAUSTED,
          Category.UNSUPPORTED);

  private final Ipam ipam;
  private final Map<String, View> views = new HashMap<>();

  /** A subnet as it would be after the requests that were looked at so far. */
  private static final class View {
    final Subnet subnet;
    final Set<IpAddress> promised = new HashSet<>();
    BigInteger free;
    BigInteger resting;

    View(Subnet subnet, Usage usage) {
      this.subnet = subnet;
      this.free = usage.free();
      this.resting = usage.resting();
    }

    /** Takes one address of the pools that is not allocated; says whether there is one. */
    boolean takeOne() {
      if (free.signum() > 0) {
        free = free.subtract(BigInteger.ONE);
        return true;
      }
      if (resting.signum() > 0) {
        resting = resting.subtract(BigInteger.ONE);
        return true;
      }
      return false;
    }
  }

  private FitCheck(Ipam ipam) {
    this.ipam = ipam;
  }

  /**
   * Asks whether requests would be served, each after those before it.
   *
   * @param ipam where
   * @param requests the requests
   * @return those that would not be served
   * @throws IpamException if the store cannot be asked, for a reason that is none of the requests'
   */
  public static FitReport check(Ipam ipam, List<AllocationRequest> requests) {
    FitCheck check = new FitCheck(ipam);
    List<Shortfall> shortfalls = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      AllocationRequest request = requests.get(i);
      BigInteger count = BigInteger.valueOf(request.address().count());
      try {
        check.take(request, count);
      } catch (NoAddressAvailableException e) {
        shortfalls.add(
            new Shortfall(
                i, request, count.subtract(e.free()).max(BigInteger.ONE), e.code(), text(e)));
      } catch (IpamException e) {
        if (!ABOUT_THE_REQUEST.contains(e.category())) {
          throw e;
        }
        shortfalls.add(new Shortfall(i, request, count, e.code(), text(e)));
      }
    }
    return new FitReport(shortfalls);
  }

  private static String text(IpamException error) {
    return String.valueOf(error.getMessage());
  }

  private void take(AllocationRequest request, BigInteger count) {
    Capability.neededBy(request).forEach(needed -> needed.require(ipam.capabilities()));
    List<View> candidates = new ArrayList<>();
    for (String id : request.subnetIds()) {
      candidates.add(view(id));
    }
    BigInteger most = BigInteger.ZERO;
    int outside = 0;
    for (View candidate : candidates) {
      if (isByName(request.address())) {
        IpAddress address = named(candidate.subnet, request.address());
        boolean inside = candidate.subnet.cidr().contains(address);
        if (!inside && request.address() instanceof AddressRequest.Specific) {
          outside++;
          continue;
        }
        takeNamed(candidate, address);
        return;
      }
      if (candidate.free.compareTo(count) >= 0) {
        candidate.free = candidate.free.subtract(count);
        return;
      }
      most = most.max(candidate.free);
    }
    if (outside > 0
        && outside == candidates.size()
        && request.address() instanceof AddressRequest.Specific specific) {
      throw new AddressOutsideSubnetException(request.subnetIds(), specific.address().toString());
    }
    throw new NoAddressAvailableException(request.subnetIds(), count, most, BigInteger.ZERO, null);
  }

  private View view(String subnetId) {
    View known = views.get(subnetId);
    if (known == null) {
      known = new View(ipam.subnet(subnetId), ipam.usage(subnetId));
      views.put(subnetId, known);
    }
    return known;
  }

  private static boolean isByName(AddressRequest wanted) {
    return wanted instanceof AddressRequest.Specific
        || wanted instanceof AddressRequest.Automatic
        || wanted instanceof AddressRequest.Gateway;
  }

  private static IpAddress named(Subnet subnet, AddressRequest wanted) {
    if (wanted instanceof AddressRequest.Specific specific) {
      return specific.address();
    }
    if (wanted instanceof AddressRequest.Automatic automatic) {
      return Eui64.derive(subnet.cidr(), automatic.mac());
    }
    IpAddress gateway = subnet.gateway();
    if (gateway == null || !subnet.cidr().contains(gateway)) {
      throw new InvalidAddressRequestException(
          subnet.id(), gateway == null ? "it has no gateway" : "its gateway lies outside it");
    }
    return gateway;
  }

  private void takeNamed(View view, IpAddress address) {
    Subnet subnet = view.subnet;
    if (!AllocationPools.isAllocatable(subnet.cidr(), address)) {
      throw new AddressNotUsableException(
          subnet.id(), subnet.cidr().toString(), address.toString());
    }
    boolean taken = !view.promised.add(address) || ipam.find(subnet.id(), address).isPresent();
    // Where the requests before take all that is left of the pools, they take this one too.
    if (taken
        || (subnet.pools().stream().anyMatch(pool -> pool.contains(address)) && !view.takeOne())) {
      throw new AddressAlreadyAllocatedException(subnet.id(), address.toString());
    }
  }
}
