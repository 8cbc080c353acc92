package dev.ipam.bench.peer;

import dev.ipam.bench.scenario.Reading;

/**
 * What other allocators were seen with on 2026-11-22, on a virtual machine of two AMD EPYC cores
 * with ext4, quiet where not said otherwise. They are not measured again by these benchmarks, and
 * say so wherever they are shown.
 */
public final class PeerFigures {
  /**
   * go-ipam 1.11.6, in memory: acquire and release on a prefix that never fills, its own
   * benchmark's shape; 3.7 to 5.7 us. Its README says 196,687 acquires a second (5.1 us).
   */
  public static final Reading GO_IPAM_PAIR =
      new Reading("go-ipam 1.11.6 in memory (seen 2026-11-22, 3.7-5.7)", 4.7, "us");

  private PeerFigures() {}
}
