package dev.ipam.builtin;

import dev.ipam.Ipam;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;

/** Uses a store in memory as a program would that embeds the library. */
final class MemoryChild {
  private MemoryChild() {}

  /** Prints what it was given. */
  public static void main(String[] arguments) {
    try (Ipam ipam =
        Ipam.builder().set("ipam.builtin.durability", "memory").createIfMissing().open()) {
      ipam.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
      String address = ipam.allocate(AllocationRequest.any("a")).address().toString();
      System.out.println(address + " of " + ipam.allocations("a").count());
    }
  }
}
