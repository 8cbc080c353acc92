package dev.ipam.unit;

import dev.ipam.Ipam;
import dev.ipam.error.IdempotencyConflictException;
import dev.ipam.error.IpamException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.joint.ExactRelease;
import dev.ipam.request.Allocation;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thing that a unit of work took, or may have taken, and how to give it back. */
sealed interface Taken {
  Logger LOG = LoggerFactory.getLogger(UnitOfWork.class);

  /** Says what it is, for a report. */
  String what();

  /**
   * Gives it back; does nothing where it is not held.
   *
   * @return what turned out to be behind it and is to be given back now, the last taken last
   */
  List<Taken> giveBack(Ipam ipam);

  /** An address that is held. */
  record Address(Allocation allocation) implements Taken {
    @Override
    public String what() {
      return "address " + allocation.address() + " of subnet " + allocation.subnetId();
    }

    @Override
    public List<Taken> giveBack(Ipam ipam) {
      // By the facade, which goes on with the driver that serves by now.
      if (!ExactRelease.release(ipam.capabilities(), ipam::find, ipam::release, allocation)) {
        LOG.debug("{} is not held any more", what());
      }
      return List.of();
    }
  }

  /** A subnet that was created. */
  record NewSubnet(String subnetId) implements Taken {
    @Override
    public String what() {
      return "subnet " + subnetId;
    }

    @Override
    public List<Taken> giveBack(Ipam ipam) {
      try {
        ipam.removeSubnet(subnetId);
      } catch (SubnetNotFoundException e) {
        LOG.debug("{} has been removed already", what());
      }
      return List.of();
    }
  }

  /**
   * A request of which it is not known whether it took effect. Asking again under the same key
   * answers what it took, or takes it now; either way it is known afterwards and can be given back.
   */
  record Unknown(String what, Supplier<List<Taken>> again) implements Taken {
    @Override
    public List<Taken> giveBack(Ipam ipam) {
      try {
        return again.get();
      } catch (IpamException e) {
        if (isAnswer(e)) {
          LOG.debug("{} took nothing", what(), e);
          return List.of();
        }
        throw e;
      }
    }

    /** The store has looked the key up, and there was nothing. */
    private static boolean isAnswer(IpamException e) {
      return switch (e.category()) {
        case INVALID, NOT_FOUND, EXHAUSTED -> true;
        case CONFLICT -> !(e instanceof IdempotencyConflictException);
        case UNSUPPORTED, UNAVAILABLE, CORRUPT -> false;
      };
    }
  }

  /** A request of which it is not known whether it took effect, and that has no key to ask by. */
  record Untraceable(String what, IpamException error) implements Taken {
    @Override
    public List<Taken> giveBack(Ipam ipam) {
      throw error;
    }
  }
}
