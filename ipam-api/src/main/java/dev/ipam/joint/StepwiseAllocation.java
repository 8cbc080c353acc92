package dev.ipam.joint;

import com.google.common.util.concurrent.Striped;
import dev.ipam.error.DriverClosedException;
import dev.ipam.error.IdempotencyConflictException;
import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.error.UnsupportedException;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.JointAllocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves joint requests on a driver without {@link Capability#ALL_OR_NONE}: part by part, under an
 * intent on disk. What fails is undone at once; what a crash leaves half done, or could not be
 * undone, is undone when this is opened again, and before the next joint request is served.
 *
 * <p>On a driver with {@link Capability#KEYS} every part has a key of its own, so that what it took
 * is found again whenever the process dies. Without keys, the one part that was under way in a
 * crash, or ended with an unknown outcome, cannot be traced; it is logged, and left to
 * reconciliation by its owner.
 *
 * <p>A caller's key answers a repeated request with what the first one took. Whether it did is
 * asked of the store before anything is taken, and a request that takes something anew shares none
 * of it with an earlier one: so undoing it can never release what was acknowledged before. That
 * needs the store to itself; in one that several processes share, a joint request with a key is
 * refused.
 *
 * <p>Safe for any number of threads.
 *
 * @ipam.rule 3.88
 * @since 0.1
 */
public final class StepwiseAllocation implements JointAllocation, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StepwiseAllocation.class);
  private static final int LOCKS = 1 << 16;

  private final String driverName;
  private final String store;
  private final IpamDriver driver;
  private final PartServer server;
  private final Intents intents;
  private final Undoing undoing;

  /** Intents that failed and could not be undone; whoever holds the lock of one works on it. */
  private final Map<String, Intent> unfinished = new ConcurrentHashMap<>();

  private final Striped<Lock> locks = Striped.lazyWeakLock(LOCKS);
  private final ReadWriteLock closing = new ReentrantReadWriteLock();
  private boolean closed;

  StepwiseAllocation(String driverName, IpamDriver driver, PartServer server, Intents intents) {
    this.driverName = driverName;
    this.store = driver.store().location();
    this.driver = driver;
    this.server = server;
    this.intents = intents;
    this.undoing = new Undoing(driver, server, intents);
    for (String id : intents.ids()) {
      unfinished.put(id, intents.read(id));
    }
    undoUnfinished();
  }

  /**
   * Opens the folder of intents and undoes what an earlier process did not finish. What cannot be
   * undone yet is tried again before each joint request.
   *
   * @param driverName the driver's name
   * @param driver the driver
   * @param server how one part is served
   * @param folder where the intents of this driver's store are kept, for one process at a time;
   *     created where it is missing
   * @return what serves joint requests, to be closed
   * @throws dev.ipam.error.StoreInUseException if another process uses the folder
   * @throws dev.ipam.error.StoreCorruptException if an intent is damaged
   * @throws dev.ipam.error.ConfigurationException if everybody may write to the folder
   * @throws UnavailableException if the folder cannot be used
   */
  public static StepwiseAllocation open(
      String driverName, IpamDriver driver, PartServer server, Path folder) {
    IntentJournal journal = IntentJournal.open(folder);
    try {
      return new StepwiseAllocation(driverName, driver, server, journal);
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  @Override
  public List<List<Allocation>> allocateTogether(JointRequest request) {
    closing.readLock().lock();
    try {
      if (closed) {
        throw new DriverClosedException(driverName);
      }
      undoUnfinished();
      String key = request.key();
      String id = key == null ? UUID.randomUUID().toString() : PartKeys.id(key);
      Lock lock = locks.get(id);
      lock.lock();
      try {
        return key == null ? serve(intent(request, id)) : underKey(request, key, id);
      } finally {
        lock.unlock();
      }
    } finally {
      closing.readLock().unlock();
    }
  }

  private Intent intent(JointRequest request, String id) {
    return Intent.of(
        id, has(Capability.KEYS) ? PartKeys.give(request.parts(), id) : request.parts());
  }

  private List<List<Allocation>> underKey(JointRequest request, String key, String id) {
    Capability.KEYS.require(driver.capabilities());
    if (has(Capability.SHARED)) {
      throw new UnsupportedException(
          Capability.ALL_OR_NONE.name(), "allocate together under a key in a shared store");
    }
    Intent left = unfinished.get(id);
    if (left != null) {
      finish(left);
    }
    Intent intent = intent(request, id);
    int parts = intent.parts().size();
    if (KeyProbe.isBound(driver, key) || KeyProbe.isBound(driver, PartKeys.of(id, parts))) {
      throw new IdempotencyConflictException(key, "it is bound to another request");
    }
    List<List<Allocation>> held = new ArrayList<>();
    int bound = 0;
    for (AllocationRequest part : intent.parts()) {
      List<Allocation> allocations = heldBy(part, key);
      held.add(allocations);
      bound += allocations.isEmpty() ? 0 : 1;
    }
    if (bound == 0) {
      return serve(intent);
    }
    if (bound < parts) {
      throw partly(key);
    }
    return held;
  }

  private List<Allocation> heldBy(AllocationRequest part, String key) {
    try {
      return undoing.heldBy(part);
    } catch (IdempotencyConflictException e) {
      throw partly(key);
    }
  }

  private static IdempotencyConflictException partly(String key) {
    return new IdempotencyConflictException(
        key, "it is bound to another request, or part of what it allocated was released");
  }

  private List<List<Allocation>> serve(Intent intent) {
    Intent state = intent;
    List<List<Allocation>> results = new ArrayList<>();
    try {
      intents.create(intent);
      for (int i = 0; i < intent.parts().size(); i++) {
        if (i > 0 && !intent.isKeyed()) {
          intents.begin(intent.id(), i, results.get(i - 1));
        }
        state = state.begin(i);
        List<Allocation> taken = server.serve(intent.parts().get(i));
        state = state.took(i, taken);
        results.add(taken);
      }
      intents.remove(intent.id());
      return results;
    } catch (RuntimeException e) {
      throw failed(isNotApplied(e) ? state.withoutLast() : state, e);
    } catch (Error e) {
      unfinished.put(state.id(), state);
      throw e;
    }
  }

  private static boolean isNotApplied(RuntimeException e) {
    return e instanceof IpamException known && known.outcome() == Outcome.NOT_APPLIED;
  }

  /** Undoes what failed, and returns what is to be thrown. */
  private RuntimeException failed(Intent state, RuntimeException reason) {
    try {
      undo(state);
    } catch (RuntimeException left) {
      LOG.warn("a joint allocation could not be undone yet", left);
      RuntimeException unknown = unknown(reason);
      unknown.addSuppressed(left);
      return unknown;
    }
    try {
      forget(state);
    } catch (RuntimeException left) {
      // Nothing is held: what is left on disk costs one more look.
      LOG.warn("an intent that was undone could not be removed yet", left);
    }
    return reason;
  }

  private RuntimeException unknown(RuntimeException reason) {
    if (!isNotApplied(reason)) {
      return reason;
    }
    return new UnavailableException(
        store,
        "a joint allocation failed ("
            + ((IpamException) reason).code()
            + "), and what it had taken could not be given back yet",
        Outcome.UNKNOWN,
        reason);
  }

  private void undoUnfinished() {
    for (String id : unfinished.keySet()) {
      Lock lock = locks.get(id);
      if (!lock.tryLock()) {
        continue;
      }
      try {
        Intent left = unfinished.get(id);
        if (left != null) {
          finish(left);
        }
      } catch (RuntimeException e) {
        LOG.warn("an unfinished joint allocation could not be undone yet", e);
      } finally {
        lock.unlock();
      }
    }
  }

  private void finish(Intent left) {
    undo(left);
    forget(left);
  }

  private void undo(Intent left) {
    unfinished.put(left.id(), left);
    Intent traced = undoing.trace(left);
    unfinished.put(left.id(), traced);
    undoing.giveBack(traced);
  }

  private void forget(Intent undone) {
    intents.remove(undone.id());
    unfinished.remove(undone.id());
  }

  private boolean has(Capability capability) {
    return driver.capabilities().contains(capability);
  }

  /**
   * Waits for the requests that are under way, then gives up the folder. What is unfinished is
   * undone by the next one to open it.
   */
  @Override
  public void close() {
    closing.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        intents.close();
      }
    } finally {
      closing.writeLock().unlock();
    }
  }
}
