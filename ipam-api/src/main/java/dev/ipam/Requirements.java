package dev.ipam;

import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.Capability;
import java.util.EnumSet;
import java.util.Set;

/** Refuses what the opened driver cannot do, before it is asked. */
final class Requirements {
  private final Set<Capability> present;

  Requirements(Set<Capability> present) {
    // As an enum set, so that what is asked before each operation is one comparison of bits.
    this.present = EnumSet.noneOf(Capability.class);
    this.present.addAll(present);
  }

  private void check(Set<Capability> needed) {
    if (!present.containsAll(needed)) {
      needed.forEach(this::check);
    }
  }

  void check(Capability capability) {
    capability.require(present);
  }

  void check(SubnetRequest request) {
    check(Capability.neededBy(request));
  }

  void check(AllocationRequest request) {
    check(Capability.neededBy(request));
  }

  void check(JointRequest request) {
    if (request.key() != null) {
      check(Capability.KEYS);
    }
    request.parts().forEach(this::check);
  }

  void check(ReleaseRequest request) {
    check(Capability.neededBy(request));
  }
}
