package dev.ipam.bench.store;

import dev.ipam.Ipam;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Puts subnets and allocations into a store before anything is measured. */
public final class Fill {
  private static final int THREADS = 64;
  private static final int LARGEST_BULK = 1 << 20;

  private Fill() {}

  /** Creates a subnet of which so many addresses are held, with holes at random places. */
  public static void subnet(Ipam ipam, String id, String cidr, int held) throws Exception {
    ipam.createSubnet(SubnetRequest.of(id, cidr));
    hold(ipam, id, held);
  }

  private static void hold(Ipam ipam, String id, int held) throws Exception {
    if (held == 0) {
      return;
    }
    long free = ipam.usage(id).free().longValueExact();
    // A tenth more than is to be held is taken and given back, or as many as there are.
    int most = (int) Math.min(free, held + held / 9 + 1);
    List<Allocation> all = new ArrayList<>(most);
    while (all.size() < most) {
      int next = Math.min(LARGEST_BULK, most - all.size());
      all.addAll(ipam.allocateAll(AllocationRequest.bulk(id, next).withOwner("held")));
    }
    Collections.shuffle(all, new Random(1));
    release(ipam, all.subList(held, all.size()));
  }

  private static void release(Ipam ipam, List<Allocation> given) throws Exception {
    inParallel(given.size(), i -> ipam.release(ReleaseRequest.of(given.get(i))));
  }

  /** Creates subnets of one prefix length, {@code s0} and so on, each a /24 of its own. */
  public static void subnets(Ipam ipam, int count) throws Exception {
    inParallel(
        count,
        i ->
            ipam.createSubnet(
                SubnetRequest.of(
                    "s" + i, (10 + (i >> 16)) + "." + (i >> 8 & 255) + "." + (i & 255) + ".0/24")));
  }

  /** Creates IPv6 subnets of 2^64 addresses, {@code s0} and so on, which nothing fills. */
  public static void wideSubnets(Ipam ipam, int count) throws Exception {
    inParallel(
        count,
        i ->
            ipam.createSubnet(
                SubnetRequest.of("s" + i, "2001:db8:0:" + Integer.toHexString(i) + "::/64")));
  }

  /** Something to do for each number. */
  @FunctionalInterface
  public interface Each {
    /** Does it. */
    void at(int number) throws Exception;
  }

  /** Does something for every number below a count, by many callers. */
  public static void inParallel(int count, Each each) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int first = t;
        ends.add(
            threads.submit(
                () -> {
                  for (int i = first; i < count; i += THREADS) {
                    each.at(i);
                  }
                  return first;
                }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("The store could not be filled: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }
}
