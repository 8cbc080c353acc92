package dev.ipam.bench.peer;

import dev.ipam.bench.picture.Series;
import dev.ipam.bench.picture.Series.Point;
import dev.ipam.bench.scenario.Reading;
import java.util.List;

/**
 * What other allocators were seen with on 2026-11-22, on a virtual machine of two AMD EPYC cores
 * with ext4, quiet where there is a choice. They are not measured again by these benchmarks, and
 * are marked so wherever they are shown. Times are of one allocation with one caller in a /16, in
 * microseconds, by how many addresses are held.
 */
public final class PeerFigures {
  /**
   * go-ipam 1.11.6, in memory: acquire and release on a prefix that never fills, its own
   * benchmark's shape; 3.7 to 5.7 us. Its README says 196,687 acquires a second (5.1 us).
   */
  public static final Reading GO_IPAM_PAIR =
      new Reading("go-ipam 1.11.6 in memory (seen 2026-11-22, 3.7-5.7)", 4.7, "us");

  private PeerFigures() {}

  /** go-ipam 1.11.6 in memory, and on PostgreSQL 15; host-local 1.1.1, which does not sync. */
  public static List<Series> byFill() {
    return List.of(
        seen(
            "go-ipam in memory",
            new Point(0, 195),
            new Point(250, 230),
            new Point(4_000, 850),
            new Point(32_000, 8_700),
            new Point(58_000, 16_000)),
        seen(
            "go-ipam on PostgreSQL",
            new Point(0, 2_300),
            new Point(250, 2_550),
            new Point(4_000, 12_500),
            new Point(32_000, 97_500)),
        seen(
            "CNI host-local (does not sync)",
            new Point(100, 4_500),
            new Point(1_000, 16_300),
            new Point(8_000, 91_000)));
  }

  /**
   * Neutron 21.0.0's reference driver on PostgreSQL 15, AnyAddress, median; while others worked on
   * the same cores.
   */
  public static Series neutronByFill() {
    return seen(
        "Neutron's reference driver",
        new Point(0, 9_700),
        new Point(250, 23_000),
        new Point(1_000, 57_000),
        new Point(4_000, 251_000),
        new Point(16_000, 816_000),
        new Point(32_767, 1_676_000),
        new Point(58_980, 2_756_000));
  }

  private static Series seen(String label, Point... points) {
    return new Series(label, List.of(points), true);
  }
}
