package dev.ipam.joint;

import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.error.UnavailableException;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.JointAllocation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves joint requests on a driver without {@link Capability#ALL_OR_NONE}: part by part, under an
 * intent on disk. What a crash leaves half done is undone when this is opened again.
 *
 * <p>On a driver with {@link Capability#KEYS} each part has a key of its own, so that nothing is
 * lost whenever the process dies. Without keys, the one part that was under way in a crash cannot
 * be traced; it is logged, and left to reconciliation by its owner.
 *
 * <p>Safe for any number of threads.
 *
 * @ipam.rule 3.88
 * @since 0.1
 */
public final class StepwiseAllocation implements JointAllocation, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StepwiseAllocation.class);

  private final IpamDriver driver;
  private final Function<AllocationRequest, List<Allocation>> allocate;
  private final IntentJournal journal;

  private StepwiseAllocation(
      IpamDriver driver,
      Function<AllocationRequest, List<Allocation>> allocate,
      IntentJournal journal) {
    this.driver = driver;
    this.allocate = allocate;
    this.journal = journal;
  }

  /**
   * Opens the folder of intents and undoes what an earlier process did not finish.
   *
   * @param driver the driver
   * @param allocate how one part is served, candidates included
   * @param folder where the intents are kept, for this process alone; created where it is missing
   * @return what serves joint requests, to be closed
   * @throws dev.ipam.error.StoreInUseException if another process uses the folder
   * @throws dev.ipam.error.StoreCorruptException if an intent cannot be read
   * @throws UnavailableException if the folder cannot be used, or the undoing fails
   */
  public static StepwiseAllocation open(
      IpamDriver driver, Function<AllocationRequest, List<Allocation>> allocate, Path folder) {
    IntentJournal journal = IntentJournal.open(folder);
    try {
      StepwiseAllocation opened = new StepwiseAllocation(driver, allocate, journal);
      for (Path file : journal.unfinished()) {
        opened.undo(file, journal.read(file), true);
      }
      return opened;
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  @Override
  public List<List<Allocation>> allocateTogether(JointRequest request) {
    String id = id(request);
    Intent intent = new Intent(keyed(request, id), 0, List.of());
    Path file = journal.fileOf(id);
    List<List<Allocation>> results = new ArrayList<>();
    for (AllocationRequest part : intent.parts()) {
      intent = intent.begun();
      try {
        journal.write(file, intent);
        List<Allocation> taken = allocate.apply(part);
        results.add(taken);
        intent = intent.took(taken, has(Capability.TOKENS));
      } catch (IpamException e) {
        if (request.key() == null || !(e.retryable() || e.outcome() == Outcome.UNKNOWN)) {
          undoAfter(e, file, intent);
        }
        // Under a key of the caller's, the retry goes on with the same intent.
        throw e;
      }
    }
    journal.remove(file);
    return results;
  }

  private void undoAfter(IpamException error, Path file, Intent intent) {
    try {
      undo(file, intent, error.outcome() == Outcome.UNKNOWN);
    } catch (IpamException e) {
      // The intent stays on disk and is undone at the next opening.
      error.addSuppressed(e);
      LOG.warn("a joint allocation could not be undone yet: {}", e.getMessage());
    }
  }

  private void undo(Path file, Intent intent, boolean lastIsUnknown) {
    for (int i = intent.taken().size() - 1; i >= 0; i--) {
      release(intent.taken().get(i));
    }
    if (has(Capability.KEYS)) {
      // Asked again under its key, a part answers what it took, or takes it now.
      for (int i = intent.started() - 1; i >= 0; i--) {
        settle(intent.parts().get(i));
      }
    } else if (lastIsUnknown && intent.started() > 0) {
      LOG.warn(
          "a joint allocation may have left an address behind in one of {} (owner {})",
          intent.parts().get(intent.started() - 1).subnetIds(),
          intent.parts().get(intent.started() - 1).owner());
    }
    journal.remove(file);
  }

  private void settle(AllocationRequest part) {
    List<Allocation> taken;
    try {
      taken = allocate.apply(part);
    } catch (IpamException e) {
      if (e.retryable() || e.outcome() == Outcome.UNKNOWN) {
        throw e;
      }
      LOG.debug("nothing was taken for {}: {}", part, e.getMessage());
      return;
    }
    for (Allocation allocation : taken) {
      release(
          has(Capability.TOKENS)
              ? ReleaseRequest.of(allocation)
              : ReleaseRequest.of(allocation.subnetId(), allocation.address()));
    }
  }

  private void release(ReleaseRequest request) {
    try {
      driver.release(request);
    } catch (SubnetNotFoundException e) {
      LOG.debug("{} went with its subnet", request.address());
    }
  }

  /** A caller's key names the intent and the parts' keys, so that a retry finds both. */
  private static String id(JointRequest request) {
    return request.key() == null
        ? UUID.randomUUID().toString()
        : UUID.nameUUIDFromBytes(request.key().getBytes(StandardCharsets.UTF_8)).toString();
  }

  private List<AllocationRequest> keyed(JointRequest request, String id) {
    if (!has(Capability.KEYS)) {
      return request.parts();
    }
    List<AllocationRequest> parts = new ArrayList<>();
    for (AllocationRequest part : request.parts()) {
      parts.add(part.withKey("joint/" + id + "/" + parts.size()));
    }
    return parts;
  }

  private boolean has(Capability capability) {
    return driver.capabilities().contains(capability);
  }

  /** Gives up the folder; what is unfinished is undone by the next one to open it. */
  @Override
  public void close() {
    journal.close();
  }
}
