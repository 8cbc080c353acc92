package dev.ipam.unit;

import com.google.common.util.concurrent.Striped;
import dev.ipam.Ipam;
import dev.ipam.error.GiveBackFailedException;
import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.joint.KeyProbe;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.Capability;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What belongs together, on any driver: closed without {@link #commit}, it gives back everything
 * that it took, in reverse order.
 *
 * <pre>{@code
 * try (UnitOfWork work = UnitOfWork.begin(ipam)) {
 *   Allocation address = work.allocate(AllocationRequest.any("office").withOwner(port));
 *   savePort(port, address);
 *   work.commit();
 * }
 * }</pre>
 *
 * <p>What it takes is durable and visible to others at once; a process that dies in between leaves
 * it behind, with its owner, for reconciliation. Where the driver has {@link Capability#KEYS},
 * every request gets an idempotency key if it has none, so that one with an unknown outcome can be
 * given back too. What a request under a key of the caller's finds taken already, by an earlier
 * call, was not taken by this unit, and is never given back. Of two units of one process that ask
 * under one key at the same time, the first has taken it; between processes that is not seen, and
 * each may give it back: one process at a time asks under a key. For one thread at a time.
 *
 * @ipam.rule 6.35..6.36
 * @since 0.1
 */
public final class UnitOfWork implements AutoCloseable {
  /** Whoever asks under a key of the caller's; one lock stands for many keys. */
  private static final Striped<Lock> TURNS = Striped.lock(1024);

  private final Ipam ipam;
  private final String id = UUID.randomUUID().toString();
  private final Deque<Taken> taken = new ArrayDeque<>();
  private int requests;
  private boolean ended;

  private UnitOfWork(Ipam ipam) {
    this.ipam = ipam;
  }

  /**
   * Begins a unit of work.
   *
   * @param ipam where to take from
   * @return the unit, to be committed or closed
   */
  public static UnitOfWork begin(Ipam ipam) {
    return new UnitOfWork(ipam);
  }

  /**
   * Allocates one address.
   *
   * @param request what is wanted
   * @return the allocation
   * @throws IpamException see {@link Ipam#allocate(AllocationRequest)}
   */
  public Allocation allocate(AllocationRequest request) {
    return allocate(
        request,
        "an address of " + request.subnetIds(),
        ipam::allocate,
        allocation -> List.of(new Taken.Address(allocation)));
  }

  /**
   * Allocates one address or several, all or none.
   *
   * @param request what is wanted
   * @return the allocations
   * @throws IpamException see {@link Ipam#allocateAll}
   */
  public List<Allocation> allocateAll(AllocationRequest request) {
    return allocate(
        request,
        request.address().count() + " addresses of " + request.subnetIds(),
        ipam::allocateAll,
        UnitOfWork::addresses);
  }

  private <T> T allocate(
      AllocationRequest request,
      String what,
      Function<AllocationRequest, T> ask,
      Function<T, List<Taken>> asTaken) {
    requireOpen();
    boolean canKey = hasKeys() && (request.subnetIds().size() == 1 || has(Capability.GROUPS));
    AllocationRequest keyed = request.key() == null && canKey ? request.withKey(newKey()) : request;
    Asked<T> asked = new Asked<>(what, keyed.key() != null, () -> ask.apply(keyed), asTaken);
    return alone(request.key(), () -> take(asked, isBound(request.key())));
  }

  /**
   * Serves several requests together or not at all.
   *
   * @param request the requests
   * @return for each of them its allocations
   * @throws IpamException see {@link Ipam#allocateTogether}
   */
  public List<List<Allocation>> allocateTogether(JointRequest request) {
    requireOpen();
    JointRequest keyed =
        request.key() == null && hasKeys() && has(Capability.ALL_OR_NONE)
            ? request.withKey(newKey())
            : request;
    Asked<List<List<Allocation>>> asked =
        new Asked<>(
            "addresses for " + request.parts().size() + " joined requests",
            keyed.key() != null,
            () -> ipam.allocateTogether(keyed),
            parts -> addresses(parts.stream().flatMap(List::stream).toList()));
    return alone(request.key(), () -> take(asked, isBound(request)));
  }

  /**
   * Creates a subnet.
   *
   * @param request what is wanted
   * @return the subnet
   * @throws IpamException see {@link Ipam#createSubnet}
   */
  public Subnet createSubnet(SubnetRequest request) {
    requireOpen();
    SubnetRequest keyed = request.key() == null && hasKeys() ? request.withKey(newKey()) : request;
    Asked<Subnet> asked =
        new Asked<>(
            "subnet " + request.subnetId(),
            keyed.key() != null,
            () -> ipam.createSubnet(keyed),
            subnet -> List.of(new Taken.NewSubnet(subnet.id())));
    return alone(request.key(), () -> take(asked, isBound(request.key())));
  }

  /**
   * Keeps everything that was taken.
   *
   * @throws IllegalStateException if the unit has ended
   */
  public void commit() {
    requireOpen();
    ended = true;
    taken.clear();
  }

  /**
   * Gives back everything that was taken, in reverse order, going on after failures.
   *
   * @return what could not be given back, each with its error; empty where nothing is left
   * @throws IllegalStateException if the unit has ended
   */
  public List<Leftover> rollBack() {
    requireOpen();
    ended = true;
    List<Leftover> leftovers = new ArrayList<>();
    while (!taken.isEmpty()) {
      Taken last = taken.pop();
      try {
        last.giveBack(ipam).forEach(taken::push);
      } catch (IpamException e) {
        leftovers.add(new Leftover(last.what(), e));
      } catch (RuntimeException e) {
        leftovers.add(new Leftover(last.what(), unexpected(e)));
      }
    }
    return leftovers;
  }

  /**
   * Gives everything back, unless the unit has ended.
   *
   * @throws GiveBackFailedException if something could not be given back; it carries each error as
   *     suppressed
   */
  @Override
  public void close() {
    if (ended) {
      return;
    }
    List<Leftover> leftovers = rollBack();
    if (!leftovers.isEmpty()) {
      GiveBackFailedException failed =
          new GiveBackFailedException(leftovers.stream().map(Leftover::toString).toList());
      leftovers.forEach(leftover -> failed.addSuppressed(leftover.error()));
      throw failed;
    }
  }

  /** A request, whether it has a key to be asked by again, and what its answer means. */
  private record Asked<T>(
      String what, boolean keyed, Supplier<T> request, Function<T, List<Taken>> asTaken) {
    List<Taken> again() {
      return asTaken.apply(request.get());
    }
  }

  /**
   * Of two units that ask under one key of the caller's, the second must see that the first has
   * taken what it gets, or both would give it back.
   */
  private static <T> T alone(@Nullable String key, Supplier<T> taking) {
    if (key == null) {
      return taking.get();
    }
    Lock turn = TURNS.get(key);
    turn.lock();
    try {
      return taking.get();
    } finally {
      turn.unlock();
    }
  }

  private boolean isBound(JointRequest request) {
    return hasKeys() && KeyProbe.isBound(ipam.capabilities(), ipam::allocateAll, request);
  }

  private <T> T take(Asked<T> asked, boolean takenBefore) {
    try {
      T result = asked.request().get();
      if (!takenBefore) {
        asked.asTaken().apply(result).forEach(taken::push);
      }
      return result;
    } catch (IpamException e) {
      if (e.outcome() == Outcome.UNKNOWN && !takenBefore) {
        taken.push(unknown(asked, e));
      }
      throw e;
    } catch (RuntimeException e) {
      if (!takenBefore) {
        taken.push(unknown(asked, unexpected(e)));
      }
      throw e;
    }
  }

  private static <T> Taken unknown(Asked<T> asked, IpamException error) {
    return asked.keyed()
        ? new Taken.Unknown(asked.what(), asked::again)
        : new Taken.Untraceable(asked.what(), error);
  }

  private IpamException unexpected(RuntimeException e) {
    return new UnavailableException(
        ipam.driverName(), "its driver failed with " + e, Outcome.UNKNOWN, e);
  }

  private boolean isBound(@Nullable String key) {
    return key != null && hasKeys() && KeyProbe.isBound(ipam::allocateAll, key);
  }

  private boolean hasKeys() {
    return has(Capability.KEYS);
  }

  private boolean has(Capability capability) {
    return ipam.capabilities().contains(capability);
  }

  private String newKey() {
    return "unit/" + id + "/" + requests++;
  }

  private void requireOpen() {
    if (ended) {
      throw new IllegalStateException("this unit of work has ended; begin another one");
    }
  }

  private static List<Taken> addresses(List<Allocation> allocations) {
    List<Taken> result = new ArrayList<>(allocations.size());
    allocations.forEach(allocation -> result.add(new Taken.Address(allocation)));
    return result;
  }
}
