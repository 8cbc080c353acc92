package dev.ipam.unit;

import dev.ipam.Ipam;
import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.request.Allocation;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.spi.Capability;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thing that a unit of work took, or may have taken, and how to give it back. */
sealed interface Taken {
  Logger LOG = LoggerFactory.getLogger(UnitOfWork.class);

  /** Says what it is, for a report. */
  String what();

  /** Gives it back; does nothing where it is not held. */
  void giveBack(Ipam ipam);

  /** An address that is held. */
  record Address(Allocation allocation) implements Taken {
    @Override
    public String what() {
      return "address " + allocation.address() + " of subnet " + allocation.subnetId();
    }

    @Override
    public void giveBack(Ipam ipam) {
      ReleaseRequest release = ReleaseRequest.of(allocation.subnetId(), allocation.address());
      if (ipam.capabilities().contains(Capability.TOKENS)) {
        release = release.withToken(allocation.token());
      } else if (allocation.owner() != null) {
        release = release.withOwner(allocation.owner());
      }
      try {
        ipam.release(release);
      } catch (SubnetNotFoundException e) {
        LOG.debug("{} went with its subnet", what());
      }
    }
  }

  /** A subnet that was created. */
  record NewSubnet(String subnetId) implements Taken {
    @Override
    public String what() {
      return "subnet " + subnetId;
    }

    @Override
    public void giveBack(Ipam ipam) {
      try {
        ipam.removeSubnet(subnetId);
      } catch (SubnetNotFoundException e) {
        LOG.debug("{} has been removed already", what());
      }
    }
  }

  /**
   * A request of which it is not known whether it took effect. Asking again under the same key
   * answers what it took, or takes it now; either way it is known afterwards and can be given back.
   */
  record Unknown(String what, Supplier<List<Taken>> again) implements Taken {
    @Override
    public void giveBack(Ipam ipam) {
      List<Taken> taken;
      try {
        taken = again.get();
      } catch (IpamException e) {
        if (e.outcome() == Outcome.NOT_APPLIED && !e.retryable()) {
          return;
        }
        throw e;
      }
      for (int i = taken.size() - 1; i >= 0; i--) {
        taken.get(i).giveBack(ipam);
      }
    }
  }

  /** A request of which it is not known whether it took effect, and that has no key to ask by. */
  record Untraceable(String what, IpamException error) implements Taken {
    @Override
    public void giveBack(Ipam ipam) {
      throw error;
    }
  }
}
