package dev.ipam;

import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.Capability;
import java.util.Set;

/** Refuses what the opened driver cannot do, before it is asked. */
final class Requirements {
  private final Set<Capability> present;

  Requirements(Set<Capability> present) {
    this.present = present;
  }

  void check(Capability capability) {
    capability.require(present);
  }

  void check(SubnetRequest request) {
    Capability.neededBy(request).forEach(this::check);
  }

  void check(AllocationRequest request) {
    Capability.neededBy(request).forEach(this::check);
  }

  void check(JointRequest request) {
    if (request.key() != null) {
      check(Capability.KEYS);
    }
    request.parts().forEach(this::check);
  }

  void check(ReleaseRequest request) {
    Capability.neededBy(request).forEach(this::check);
  }
}
