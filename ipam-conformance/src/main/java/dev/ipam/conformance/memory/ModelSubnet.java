package dev.ipam.conformance.memory;

import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.AddressNotUsableException;
import dev.ipam.error.AddressOutsideSubnetException;
import dev.ipam.error.InvalidAddressRequestException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.AllocationPools;
import dev.ipam.net.Eui64;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.RequestKind;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.Usage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * A subnet of the model: its definition, what is allocated in it, and its pass.
 *
 * <p>It walks over addresses one by one: made for tests, whose subnets hold few. Not safe for use
 * by several threads.
 *
 * @since 0.1
 */
public final class ModelSubnet {
  private final NavigableMap<IpAddress, Allocation> allocations = new TreeMap<>();
  private final ModelPass pass = new ModelPass();
  private Subnet definition;

  /**
   * Creates a subnet in which nothing is allocated.
   *
   * @param definition the subnet
   */
  public ModelSubnet(Subnet definition) {
    this.definition = Objects.requireNonNull(definition);
  }

  /**
   * Returns the subnet as it is now.
   *
   * @return the subnet
   */
  public Subnet definition() {
    return definition;
  }

  /**
   * Returns what is allocated, in the order of the addresses.
   *
   * @return a copy
   */
  public List<Allocation> allocations() {
    return List.copyOf(allocations.values());
  }

  /**
   * Looks up an address.
   *
   * @param address the address
   * @return its allocation, or nothing where it is not allocated
   */
  public Optional<Allocation> find(IpAddress address) {
    return Optional.ofNullable(allocations.get(address));
  }

  /**
   * Chooses the addresses that answer a request, and moves the pass on where the policy chose them.
   * They are held once {@link #hold} is called.
   *
   * @param request which addresses are wanted
   * @param random where the policy {@code RANDOM} takes its randomness from
   * @return the addresses in the order of handing out
   * @throws dev.ipam.error.IpamException if the request cannot be served; nothing has changed
   */
  public List<IpAddress> choose(AddressRequest request, RandomGenerator random) {
    if (request instanceof AddressRequest.Any || request instanceof AddressRequest.Bulk) {
      return underPolicy(request.count(), random);
    }
    if (request instanceof AddressRequest.PreferNext) {
      return enough(free(address -> true, 1), 1);
    }
    if (request instanceof AddressRequest.Specific specific) {
      return exactly(specific.address());
    }
    if (request instanceof AddressRequest.Automatic automatic) {
      return exactly(Eui64.derive(definition.cidr(), automatic.mac()));
    }
    IpAddress gateway = definition.gateway();
    if (gateway == null || !definition.cidr().contains(gateway)) {
      throw new InvalidAddressRequestException(
          definition.id(),
          gateway == null ? "it has no gateway" : "its gateway " + gateway + " lies outside it");
    }
    return exactly(gateway);
  }

  /**
   * Holds an address that was chosen.
   *
   * @param allocation the allocation
   */
  public void hold(Allocation allocation) {
    allocations.put(allocation.address(), allocation);
  }

  /**
   * Releases an address.
   *
   * @param address the address
   * @return what was released, or nothing where it was not allocated
   */
  public Optional<Allocation> release(IpAddress address) {
    Allocation released = allocations.remove(address);
    if (released != null && isInPools(address)) {
      pass.released(address);
    }
    return Optional.ofNullable(released);
  }

  /**
   * Changes gateway or pools.
   *
   * @param update what to change
   * @throws dev.ipam.error.IpamException if the change is refused; nothing has changed
   */
  public void update(SubnetUpdate update) {
    Subnet after = definition.after(update);
    IpAddress gateway = after.gateway();
    if (gateway != null && !gateway.equals(definition.gateway())) {
      Allocation holder = allocations.get(gateway);
      if (holder != null && holder.kind() != RequestKind.GATEWAY) {
        throw new AddressAlreadyAllocatedException(definition.id(), gateway.toString());
      }
    }
    if (!after.pools().equals(definition.pools())) {
      pass.restart();
    }
    definition = after;
  }

  /**
   * Returns how full the subnet is.
   *
   * @return the numbers
   */
  public Usage usage() {
    long inPools = allocations.keySet().stream().filter(this::isInPools).count();
    return new Usage(
        definition.id(),
        capacity(),
        BigInteger.valueOf(inPools),
        capacity().subtract(BigInteger.valueOf(inPools)),
        BigInteger.ZERO,
        BigInteger.valueOf(allocations.size() - inPools),
        null);
  }

  /**
   * Returns whether an address is free: in the pools and not allocated.
   *
   * @param address the address
   * @return whether it may be handed out
   */
  public boolean isFree(IpAddress address) {
    return isInPools(address) && !allocations.containsKey(address);
  }

  /**
   * Returns what the pass has left, as ranges that do not touch within a pool.
   *
   * @return the ranges in ascending order
   */
  public List<AddressRange> leftOfPass() {
    List<AddressRange> ranges = new ArrayList<>();
    for (AddressRange pool : definition.pools()) {
      IpAddress first = null;
      IpAddress address = pool.first();
      while (true) {
        boolean left = isFree(address) && pass.hasLeft(address);
        if (left && first == null) {
          first = address;
        }
        if (!left && first != null) {
          ranges.add(new AddressRange(first, address.plus(-1)));
          first = null;
        }
        if (address.equals(pool.last())) {
          break;
        }
        address = address.plus(1);
      }
      if (first != null) {
        ranges.add(new AddressRange(first, pool.last()));
      }
    }
    return ranges;
  }

  private List<IpAddress> underPolicy(int count, RandomGenerator random) {
    return switch (definition.policy()) {
      case LOWEST -> enough(free(address -> true, count), count);
      case RANDOM -> random(count, random);
      case SEQUENTIAL -> sequential(count);
    };
  }

  private List<IpAddress> sequential(int count) {
    List<IpAddress> chosen = new ArrayList<>(free(pass::hasLeft, count));
    boolean newPass = chosen.size() < count;
    if (newPass) {
      Set<IpAddress> already = new HashSet<>(chosen);
      chosen.addAll(free(address -> !already.contains(address), count - chosen.size()));
      enough(chosen, count);
      pass.restart();
    }
    pass.advanceTo(chosen.get(chosen.size() - 1));
    return chosen;
  }

  /** Draws places in the pools until enough of them are free. */
  private List<IpAddress> random(int count, RandomGenerator random) {
    if (usage().free().compareTo(BigInteger.valueOf(count)) < 0) {
      throw exhausted(count);
    }
    Set<IpAddress> chosen = new LinkedHashSet<>();
    while (chosen.size() < count) {
      IpAddress address = at(below(capacity(), random));
      if (isFree(address)) {
        chosen.add(address);
      }
    }
    return List.copyOf(chosen);
  }

  private static BigInteger below(BigInteger bound, RandomGenerator random) {
    byte[] bytes = new byte[bound.bitLength() / Byte.SIZE + 1];
    while (true) {
      random.nextBytes(bytes);
      int excess = bytes.length * Byte.SIZE - bound.bitLength();
      BigInteger number = new BigInteger(1, bytes).shiftRight(excess);
      if (number.compareTo(bound) < 0) {
        return number;
      }
    }
  }

  private IpAddress at(BigInteger place) {
    BigInteger rest = place;
    for (AddressRange pool : definition.pools()) {
      if (rest.compareTo(pool.size()) < 0) {
        return IpAddress.ofBigInteger(pool.family(), pool.first().toBigInteger().add(rest));
      }
      rest = rest.subtract(pool.size());
    }
    throw new IllegalArgumentException("the pools have no place " + place);
  }

  private List<IpAddress> exactly(IpAddress address) {
    String id = definition.id();
    String cidr = definition.cidr().toString();
    if (!definition.cidr().contains(address)) {
      throw new AddressOutsideSubnetException(id, cidr, address.toString());
    }
    if (!AllocationPools.isAllocatable(definition.cidr(), address)) {
      throw new AddressNotUsableException(id, cidr, address.toString());
    }
    if (allocations.containsKey(address)) {
      throw new AddressAlreadyAllocatedException(id, address.toString());
    }
    return List.of(address);
  }

  /** The lowest free addresses that are wanted, at most so many. */
  private List<IpAddress> free(Predicate<IpAddress> wanted, int most) {
    List<IpAddress> found = new ArrayList<>();
    for (AddressRange pool : definition.pools()) {
      IpAddress address = pool.first();
      while (found.size() < most) {
        if (!allocations.containsKey(address) && wanted.test(address)) {
          found.add(address);
        }
        if (address.equals(pool.last())) {
          break;
        }
        address = address.plus(1);
      }
    }
    return found;
  }

  private List<IpAddress> enough(List<IpAddress> found, int count) {
    if (found.size() < count) {
      throw exhausted(count);
    }
    return found;
  }

  private NoAddressAvailableException exhausted(int count) {
    return new NoAddressAvailableException(
        List.of(definition.id()), BigInteger.valueOf(count), usage().free(), BigInteger.ZERO, null);
  }

  private BigInteger capacity() {
    return definition.pools().stream()
        .map(AddressRange::size)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private boolean isInPools(IpAddress address) {
    return definition.pools().stream().anyMatch(pool -> pool.contains(address));
  }
}
