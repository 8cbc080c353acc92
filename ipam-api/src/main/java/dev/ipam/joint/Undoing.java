package dev.ipam.joint;

import dev.ipam.error.IdempotencyConflictException;
import dev.ipam.error.IpamException;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.spi.IpamDriver;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what the parts of an intent took, and gives it back. */
final class Undoing {
  private static final Logger LOG = LoggerFactory.getLogger(StepwiseAllocation.class);

  private final IpamDriver driver;
  private final PartServer server;
  private final Intents intents;

  Undoing(IpamDriver driver, PartServer server, Intents intents) {
    this.driver = driver;
    this.server = server;
    this.intents = intents;
  }

  /**
   * Finds out what an intent took, as far as it can be traced, and writes it down: of several
   * addresses under one key, the key tells nothing any more once the first is released.
   *
   * @throws IpamException if the store cannot be asked
   */
  Intent trace(Intent intent) {
    Intent traced = intent;
    for (int i = 0; i < intent.begun(); i++) {
      if (!intent.known().containsKey(i)) {
        traced = traced.took(i, trace(intent.parts().get(i)));
      }
    }
    return traced.isNoted() || traced.isEmpty() ? traced : note(traced);
  }

  private Intent note(Intent traced) {
    try {
      intents.took(traced.id(), traced.known());
      return traced.noted();
    } catch (IpamException e) {
      LOG.debug("going on to undo without a note of it", e);
      return traced;
    }
  }

  private List<Allocation> trace(AllocationRequest part) {
    if (part.key() != null) {
      try {
        return heldBy(part);
      } catch (IdempotencyConflictException e) {
        LOG.debug("part of what was taken has been released already", e);
      }
    }
    LOG.warn(
        "a joint allocation may have left an address behind in one of {} (owner {}); look it up"
            + " there, or leave it to reconciliation",
        part.subnetIds(),
        part.owner());
    return List.of();
  }

  /**
   * Gives back what an intent is known to have taken, in reverse order.
   *
   * @throws IpamException if some of it may still be held
   */
  void giveBack(Intent intent) {
    for (int i = intent.begun() - 1; i >= 0; i--) {
      List<Allocation> taken = intent.known().getOrDefault(i, List.of());
      for (int j = taken.size() - 1; j >= 0; j--) {
        ExactRelease.release(driver, taken.get(j));
      }
    }
  }

  /** Returns what is held under the key of a part, which takes nothing; empty for nothing. */
  List<Allocation> heldBy(AllocationRequest part) {
    for (AllocationRequest step : server.steps(part)) {
      if (step.key() != null && KeyProbe.isBound(driver, step.key())) {
        return driver.allocate(step);
      }
    }
    return List.of();
  }
}
