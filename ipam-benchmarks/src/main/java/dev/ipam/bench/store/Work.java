package dev.ipam.bench.store;

import dev.ipam.Ipam;
import dev.ipam.measure.Side;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** What callers of a store do. */
public final class Work {
  private static final int GIVE_BACK = 500;

  private Work() {}

  /** Each turn allocates an address of one subnet, and keeps it. */
  public static Side allocations(Ipam ipam, String label, int callers, String subnet) {
    List<AllocationRequest> requests = requests(callers, subnet);
    return new Side(
        label,
        callers,
        caller -> {
          ipam.allocate(requests.get(caller));
          return 1;
        });
  }

  /** Each turn allocates an address of any of many subnets, {@code s0} and so on, and keeps it. */
  public static Side allocationsOverMany(Ipam ipam, String label, int callers, int subnets) {
    return new Side(
        label,
        callers,
        caller -> {
          String subnet = "s" + ThreadLocalRandom.current().nextInt(subnets);
          ipam.allocate(AllocationRequest.any(subnet).withOwner("port-" + caller));
          return 1;
        });
  }

  /**
   * Each turn allocates an address and releases it, so that the subnet stays as full as it is. What
   * counts is the processor's time.
   */
  public static Side pairs(Ipam ipam, String label, String subnet) {
    AllocationRequest request = AllocationRequest.any(subnet).withOwner("port");
    return Side.processing(
        label,
        caller -> {
          Allocation got = ipam.allocate(request);
          ipam.release(ReleaseRequest.of(got));
          return 1;
        });
  }

  /** The same in any of many subnets. */
  public static Side pairsOverMany(Ipam ipam, String label, int subnets) {
    return Side.processing(
        label,
        caller -> {
          String subnet = "s" + ThreadLocalRandom.current().nextInt(subnets);
          Allocation got = ipam.allocate(AllocationRequest.any(subnet).withOwner("port"));
          ipam.release(ReleaseRequest.of(got));
          return 1;
        });
  }

  /**
   * Each turn allocates an address; all are given back together every now and then, so that the
   * subnet stays about as full as it is.
   */
  public static Side allocationsGivenBack(Ipam ipam, String label, String subnet) {
    AllocationRequest request = AllocationRequest.any(subnet).withOwner("given-back");
    AtomicInteger taken = new AtomicInteger();
    return new Side(
        label,
        1,
        caller -> {
          ipam.allocate(request);
          if (taken.incrementAndGet() % GIVE_BACK == 0) {
            ipam.releaseOwner("given-back");
          }
          return 1;
        });
  }

  private static List<AllocationRequest> requests(int callers, String subnet) {
    List<AllocationRequest> requests = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      requests.add(AllocationRequest.any(subnet).withOwner("port-" + i));
    }
    return requests;
  }
}
