package dev.ipam.builtin;

import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.AddressNotAllocatedException;
import dev.ipam.error.AddressOutsideSubnetException;
import dev.ipam.error.AddressOwnedByAnotherException;
import dev.ipam.error.IdempotencyConflictException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.error.SubnetAlreadyExistsException;
import dev.ipam.error.SubnetInUseException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.RequestKind;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.TransferRequest;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The contract the slow and obvious way. Where the driver has a choice (tokens, times, random
 * addresses), the model is told the driver's answer and judges it.
 */
final class Model {
  /** What a key stands for. */
  private record Bound(Object request, @Nullable ModelSubnet created, List<Allocation> results) {}

  private final Map<String, Bound> keys = new HashMap<>();
  TreeMap<String, ModelSubnet> subnets = new TreeMap<>();
  private long token;

  /** The time of the batch. */
  long now;

  private ModelSubnet required(String id) {
    ModelSubnet subnet = subnets.get(id);
    if (subnet == null) {
      throw new SubnetNotFoundException(id);
    }
    return subnet;
  }

  private boolean isHeld(Allocation allocation) {
    ModelSubnet subnet = subnets.get(allocation.subnetId());
    return subnet != null && allocation.equals(subnet.held.get(allocation.address()));
  }

  private @Nullable Bound bound(@Nullable String key, Object request) {
    Bound bound = key == null ? null : keys.get(key);
    if (key == null || bound == null) {
      return null;
    }
    if (bound.created() != null) {
      if (subnets.get(bound.created().subnet.id()) != bound.created()) {
        return null;
      }
    } else if (bound.results().stream().noneMatch(this::isHeld)) {
      return null;
    }
    if (!bound.request().equals(request)) {
      throw new IdempotencyConflictException(key, "other request");
    }
    if (!bound.results().stream().allMatch(this::isHeld)) {
      throw new IdempotencyConflictException(key, "partly released");
    }
    return bound;
  }

  Subnet create(SpecificSubnetRequest request) {
    if (bound(request.key(), request) != null) {
      return required(request.subnetId()).subnet;
    }
    Subnet subnet = Subnet.of(request);
    if (subnets.containsKey(request.subnetId())) {
      throw new SubnetAlreadyExistsException(request.subnetId());
    }
    ModelSubnet created = new ModelSubnet(subnet, () -> now);
    subnets.put(request.subnetId(), created);
    if (request.key() != null) {
      keys.put(request.key(), new Bound(request, created, List.of()));
    }
    return subnet;
  }

  Subnet update(SubnetUpdate update) {
    ModelSubnet state = required(update.subnetId());
    Subnet after = state.subnet.after(update);
    IpAddress gateway = after.gateway();
    Allocation holder = gateway == null ? null : state.held.get(gateway);
    if (holder != null
        && !gateway.equals(state.subnet.gateway())
        && holder.kind() != RequestKind.GATEWAY) {
      throw new AddressAlreadyAllocatedException(update.subnetId(), gateway.toString());
    }
    state.replace(after);
    return after;
  }

  long remove(String id, boolean force) {
    ModelSubnet state = required(id);
    if (!force && !state.held.isEmpty()) {
      throw new SubnetInUseException(id, state.held.size());
    }
    subnets.remove(id);
    return state.held.size();
  }

  /** The answer is the driver's, or null where it refused. */
  List<Allocation> allocate(AllocationRequest request, @Nullable List<Allocation> answer) {
    Bound bound = bound(request.key(), request);
    if (bound != null) {
      return bound.results();
    }
    List<Allocation> got = serve(request, request.key(), answer);
    if (request.key() != null) {
      keys.put(request.key(), new Bound(request, null, got));
    }
    return got;
  }

  List<List<Allocation>> allocateTogether(
      JointRequest request, @Nullable List<List<Allocation>> answer) {
    Bound bound = bound(request.key(), request);
    if (bound != null) {
      List<List<Allocation>> results = new ArrayList<>();
      int from = 0;
      for (AllocationRequest part : request.parts()) {
        int to = from + part.address().count();
        results.add(bound.results().subList(from, to));
        from = to;
      }
      return results;
    }
    TreeMap<String, ModelSubnet> before = new TreeMap<>(subnets);
    TreeMap<String, ModelSubnet> copies = new TreeMap<>();
    subnets.forEach((id, subnet) -> copies.put(id, subnet.copy()));
    long tokenBefore = token;
    List<List<Allocation>> results = new ArrayList<>();
    try {
      for (int i = 0; i < request.parts().size(); i++) {
        List<Allocation> part = answer == null ? null : answer.get(i);
        results.add(serve(request.parts().get(i), request.key(), part));
      }
    } catch (RuntimeException e) {
      before.forEach((id, subnet) -> subnet.restore(copies.get(id)));
      token = tokenBefore;
      throw e;
    }
    if (request.key() != null) {
      List<Allocation> all = results.stream().flatMap(List::stream).toList();
      keys.put(request.key(), new Bound(request, null, all));
    }
    return results;
  }

  private List<Allocation> serve(
      AllocationRequest request, @Nullable String key, @Nullable List<Allocation> answer) {
    List<ModelSubnet> candidates =
        new LinkedHashSet<>(request.subnetIds()).stream().map(this::required).toList();
    AddressOutsideSubnetException outside = null;
    for (ModelSubnet candidate : candidates) {
      try {
        List<IpAddress> chosen = candidate.choose(request.address());
        if (chosen != null) {
          return take(candidate, chosen, request, key, answer);
        }
      } catch (AddressOutsideSubnetException e) {
        outside = e;
      }
    }
    if (outside != null) {
      throw outside;
    }
    throw new NoAddressAvailableException(
        request.subnetIds(),
        BigInteger.valueOf(request.address().count()),
        BigInteger.valueOf(candidates.stream().mapToLong(c -> c.free().size()).max().orElse(0)),
        BigInteger.valueOf(candidates.stream().mapToLong(c -> c.restingInPools().size()).sum()),
        candidates.stream()
            .map(ModelSubnet::nextRested)
            .filter(Objects::nonNull)
            .min(Instant::compareTo)
            .orElse(null));
  }

  private List<Allocation> take(
      ModelSubnet state,
      List<IpAddress> chosen,
      AllocationRequest request,
      @Nullable String key,
      @Nullable List<Allocation> answer) {
    List<IpAddress> addresses = chosen;
    boolean free =
        request.address() instanceof AddressRequest.Any
            || request.address() instanceof AddressRequest.Bulk;
    if (answer != null && free && state.subnet.policy() == AllocationPolicy.RANDOM) {
      addresses = answer.stream().map(Allocation::address).distinct().toList();
      if (!state.free().containsAll(addresses) || addresses.size() != chosen.size()) {
        throw new AssertionError(addresses + " are not " + chosen.size() + " free ones");
      }
    }
    List<Allocation> got = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      Allocation real = answer == null || i >= answer.size() ? null : answer.get(i);
      if (real != null && real.token() <= token) {
        throw new AssertionError("token " + real.token() + " after " + token);
      }
      token = real == null ? token + 1 : real.token();
      got.add(
          new Allocation(
              state.subnet.id(),
              addresses.get(i),
              request.owner(),
              real == null ? java.time.Instant.EPOCH : real.allocatedAt(),
              request.address().kind(),
              token,
              key,
              request.context()));
    }
    state.take(request.address(), got);
    return got;
  }

  Optional<Allocation> release(ReleaseRequest request) {
    ModelSubnet state = required(request.subnetId());
    Allocation held = state.held.get(request.address());
    if (held == null) {
      return Optional.empty();
    }
    if ((request.owner() != null && !request.owner().equals(held.owner()))
        || (request.token() != null && request.token() != held.token())) {
      throw new AddressOwnedByAnotherException(request.subnetId(), held.address().toString());
    }
    state.release(held.address());
    return Optional.of(held);
  }

  List<Allocation> heldBy(BiFunction<ModelSubnet, Allocation, Boolean> filter) {
    List<Allocation> all = new ArrayList<>();
    for (ModelSubnet subnet : subnets.values()) {
      subnet.held.values().stream().filter(a -> filter.apply(subnet, a)).forEach(all::add);
    }
    return all;
  }

  List<Allocation> releaseOwner(String owner) {
    List<Allocation> all = heldBy((subnet, allocation) -> owner.equals(allocation.owner()));
    all.forEach(allocation -> required(allocation.subnetId()).release(allocation.address()));
    return all;
  }

  Allocation transfer(TransferRequest request, @Nullable Allocation answer) {
    Bound bound = bound(request.key(), request);
    if (bound != null) {
      return bound.results().get(0);
    }
    ModelSubnet state = required(request.subnetId());
    Allocation held = state.held.get(request.address());
    if (held == null) {
      throw new AddressNotAllocatedException(request.subnetId(), request.address().toString());
    }
    if (held.token() != request.token()) {
      throw new AddressOwnedByAnotherException(request.subnetId(), request.address().toString());
    }
    token = answer == null || answer.token() <= token ? token + 1 : answer.token();
    Allocation moved =
        new Allocation(
            held.subnetId(),
            held.address(),
            request.newOwner(),
            held.allocatedAt(),
            held.kind(),
            token,
            request.key(),
            held.context());
    state.held.put(held.address(), moved);
    if (request.key() != null) {
      keys.put(request.key(), new Bound(request, null, List.of(moved)));
    }
    return moved;
  }
}
