package dev.ipam.cli.plan;

import dev.ipam.Ipam;
import dev.ipam.error.Category;
import dev.ipam.error.InvalidValueException;
import dev.ipam.error.IpamException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.AllocationPools;
import dev.ipam.net.Eui64;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.RequestKind;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.spi.Capability;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares one planned subnet with the store. Addresses that the plan decides are recognised by the
 * address, the others by their owner: an owner lacks as many as it holds fewer than planned.
 */
final class SubnetComparison {
  private final Ipam ipam;
  private final Plan.PlannedSubnet planned;
  private final PoolSpaces spaces;
  private final List<Fault> conflicts;
  private final List<Fault> lacking;
  private final Map<IpAddress, Plan.FixedAddress> fixed = new LinkedHashMap<>();
  private final Map<String, Held> byOwner = new HashMap<>();
  private final Set<IpAddress> heldFixed = new HashSet<>();
  private long insidePools;

  /** What an owner holds beside the addresses that the plan decides. */
  private static final class Held {
    private int count;
    private final Set<String> keys = new HashSet<>();
  }

  SubnetComparison(
      Ipam ipam,
      Plan.PlannedSubnet planned,
      PoolSpaces spaces,
      List<Fault> conflicts,
      List<Fault> lacking) {
    this.ipam = ipam;
    this.planned = planned;
    this.spaces = spaces;
    this.conflicts = conflicts;
    this.lacking = lacking;
    planned.any().forEach(any -> byOwner.put(any.owner(), new Held()));
  }

  /**
   * Returns what is to be done, or nothing where the store contradicts the plan or has no block for
   * the subnet.
   */
  @Nullable SubnetWork compare() {
    Subnet existing = existing();
    int before = conflicts.size();
    SubnetUpdate update = existing == null ? null : update(existing);
    Subnet resulting = existing == null ? created() : after(existing, update);
    if (resulting == null || conflicts.size() > before) {
      return null;
    }
    boolean changes = existing != null && !resulting.equals(existing);
    resolveFixed(resulting);
    if (existing != null) {
      readAllocations(resulting, changes ? resulting.gateway() : null, existing.gateway());
    }
    if (conflicts.size() > before) {
      return null;
    }
    BigInteger free = free(existing, resulting);
    return work(existing, changes ? update : null, resulting, free);
  }

  private @Nullable Subnet existing() {
    try {
      return ipam.subnet(planned.id());
    } catch (SubnetNotFoundException e) {
      return null;
    }
  }

  private @Nullable Subnet created() {
    SubnetRequest request = planned.request();
    String poolId = request.poolId();
    if (poolId == null) {
      return Subnet.of((SpecificSubnetRequest) request);
    }
    try {
      return spaces.grant(poolId, request);
    } catch (IpamException e) {
      List<Fault> faults = e.category() == Category.EXHAUSTED ? lacking : conflicts;
      faults.add(new Fault(planned.line(), String.valueOf(e.getMessage())));
      return null;
    }
  }

  private SubnetUpdate update(Subnet existing) {
    SubnetRequest wanted = planned.request();
    if (wanted instanceof SpecificSubnetRequest specific) {
      differs("cidr", existing.cidr(), specific.cidr(), true);
    } else if (wanted instanceof AnySubnetRequest any && any.prefixLength() != null) {
      differs("prefix length", existing.cidr().prefixLength(), any.prefixLength(), true);
    }
    String origin = existing.poolId() == null ? "none" : existing.poolId();
    String wantedOrigin = wanted.poolId() == null ? "none" : wanted.poolId();
    differs("subnet pool", origin, wantedOrigin, planned.given().contains("from-pool"));
    differs("project", existing.project(), wanted.project(), planned.given().contains("project"));
    differs(
        "policy",
        existing.policy(),
        wanted.settings().policy(),
        planned.given().contains("policy"));
    differs("rest", existing.rest(), wanted.settings().rest(), planned.given().contains("rest"));
    return new SubnetUpdate(planned.id(), planned.gateway(), planned.pools());
  }

  private void differs(String what, Object is, Object wanted, boolean given) {
    if (given && !is.equals(wanted)) {
      conflict(
          planned.line(),
          "Subnet "
              + MappingReader.quote(planned.id())
              + " exists with the "
              + what
              + " "
              + lower(is)
              + ", the plan says "
              + lower(wanted)
              + "; correct the plan, or use another id.");
    }
  }

  private static String lower(Object value) {
    return value instanceof Enum<?> constant
        ? constant.name().toLowerCase(Locale.ROOT)
        : value.toString();
  }

  private @Nullable Subnet after(Subnet existing, @Nullable SubnetUpdate update) {
    try {
      return update == null ? existing : existing.after(update);
    } catch (InvalidValueException e) {
      conflict(
          planned.line(),
          "Subnet "
              + MappingReader.quote(planned.id())
              + " exists and cannot become what the plan says: "
              + e.getMessage());
      return null;
    }
  }

  private void resolveFixed(Subnet resulting) {
    for (Plan.FixedAddress each : planned.fixed()) {
      IpAddress address = each.address();
      if (address == null && each.request() instanceof AddressRequest.Automatic automatic) {
        address = derived(each, resulting, automatic);
        if (address == null) {
          continue;
        }
      } else if (address == null) {
        address = resulting.gateway();
      }
      if (address == null || !AllocationPools.isAllocatable(resulting.cidr(), address)) {
        conflict(
            each.line(),
            "Subnet "
                + MappingReader.quote(planned.id())
                + " exists without a gateway inside; say its gateway in the plan.");
        continue;
      }
      Plan.FixedAddress other = fixed.putIfAbsent(address, each);
      if (other != null) {
        conflict(
            each.line(),
            address
                + " is the gateway of the subnet as it exists, and planned in line "
                + other.line()
                + " too.");
      }
    }
  }

  private @Nullable IpAddress derived(
      Plan.FixedAddress each, Subnet resulting, AddressRequest.Automatic automatic) {
    try {
      return Eui64.derive(resulting.cidr(), automatic.mac());
    } catch (IpamException e) {
      conflict(each.line(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void readAllocations(
      Subnet resulting, @Nullable IpAddress gateway, @Nullable IpAddress oldGateway) {
    boolean newGateway = gateway != null && !gateway.equals(oldGateway);
    try (Stream<Allocation> allocations = ipam.allocations(planned.id())) {
      allocations.forEach(
          allocation -> {
            insidePools += inside(resulting, allocation.address()) ? 1 : 0;
            if (newGateway
                && allocation.address().equals(gateway)
                && allocation.kind() != RequestKind.GATEWAY) {
              conflict(
                  planned.line(),
                  "The gateway "
                      + gateway
                      + " that the plan gives subnet "
                      + MappingReader.quote(planned.id())
                      + " is held by "
                      + holder(allocation)
                      + "; release it first.");
            }
            match(allocation);
          });
    }
  }

  private void match(Allocation allocation) {
    Plan.FixedAddress wanted = fixed.get(allocation.address());
    if (wanted != null && !wanted.owner().equals(allocation.owner())) {
      conflict(
          wanted.line(),
          allocation.address()
              + " in subnet "
              + MappingReader.quote(planned.id())
              + " is planned for "
              + MappingReader.quote(wanted.owner())
              + ", but held by "
              + holder(allocation)
              + "; release or transfer it first.");
    } else if (wanted != null) {
      heldFixed.add(allocation.address());
    } else {
      Held held = byOwner.get(allocation.owner());
      if (held != null) {
        held.count++;
        if (allocation.key() != null) {
          held.keys.add(allocation.key());
        }
      }
    }
  }

  private static String holder(Allocation allocation) {
    String owner = allocation.owner();
    return owner == null ? "nobody by name" : MappingReader.quote(owner);
  }

  private BigInteger free(@Nullable Subnet existing, Subnet resulting) {
    if (existing != null && existing.pools().equals(resulting.pools())) {
      return ipam.usage(planned.id()).free();
    }
    return resulting.pools().stream()
        .map(AddressRange::size)
        .reduce(BigInteger.ZERO, BigInteger::add)
        .subtract(BigInteger.valueOf(insidePools));
  }

  private SubnetWork work(
      @Nullable Subnet existing, @Nullable SubnetUpdate update, Subnet resulting, BigInteger free) {
    List<SubnetWork.Step> missing = new ArrayList<>();
    long takenFromPools = 0;
    for (Map.Entry<IpAddress, Plan.FixedAddress> each : fixed.entrySet()) {
      if (!heldFixed.contains(each.getKey())) {
        missing.add(fixedStep(each.getValue()));
        takenFromPools += inside(resulting, each.getKey()) ? 1 : 0;
      }
    }
    long held = heldFixed.size();
    long surplus = 0;
    for (Plan.AnyAddresses any : planned.any()) {
      Held owned = byOwner.getOrDefault(any.owner(), new Held());
      held += Math.min(owned.count, any.count());
      surplus += Math.max(0, owned.count - any.count());
      int lacking = Math.max(0, any.count() - owned.count);
      takenFromPools += lacking;
      addAnySteps(missing, any, owned.keys, lacking);
    }
    return new SubnetWork(
        planned.line(),
        planned.id(),
        resulting.cidr(),
        existing == null ? planned.request() : null,
        update,
        missing,
        held,
        surplus,
        free,
        free.subtract(BigInteger.valueOf(takenFromPools)));
  }

  private SubnetWork.Step fixedStep(Plan.FixedAddress each) {
    AllocationContext context =
        each.request() instanceof AddressRequest.Automatic automatic
            ? AllocationContext.NONE.withMac(automatic.mac())
            : AllocationContext.NONE;
    return new SubnetWork.Step(
        each.line(),
        AllocationRequest.of(each.request(), planned.id())
            .withOwner(each.owner())
            .withContext(context));
  }

  /** A key that nothing is held under makes each safe to repeat when its outcome is unknown. */
  private void addAnySteps(
      List<SubnetWork.Step> missing, Plan.AnyAddresses any, Set<String> used, int lacking) {
    boolean keys = ipam.capabilities().contains(Capability.KEYS);
    int number = 0;
    for (int i = 0; i < lacking; i++) {
      String key;
      do {
        key = PlanKeys.key(planned.id(), any.owner(), ++number);
      } while (used.contains(key));
      missing.add(
          new SubnetWork.Step(
              any.line(),
              AllocationRequest.any(planned.id())
                  .withOwner(any.owner())
                  .withKey(keys ? key : null)));
    }
  }

  private static boolean inside(Subnet subnet, IpAddress address) {
    List<AddressRange> pools = subnet.pools();
    int low = 0;
    int high = pools.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      AddressRange pool = pools.get(middle);
      if (pool.contains(address)) {
        return true;
      }
      if (address.compareTo(pool.first()) < 0) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return false;
  }

  private void conflict(int line, String message) {
    conflicts.add(new Fault(line, message));
  }
}
