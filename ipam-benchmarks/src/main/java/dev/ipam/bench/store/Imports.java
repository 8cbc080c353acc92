package dev.ipam.bench.store;

import dev.ipam.Ipam;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.RequestKind;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.ImportSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Fills an empty store with many allocations, by an import. */
public final class Imports {
  private static final int BATCH = 10_000;
  private static final int OWNERS = 100_000;

  private Imports() {}

  /** All in one /8, which is called {@code s}. */
  public static void oneSubnet(Ipam ipam, int count) {
    try (ImportSession session = ipam.beginImport()) {
      session.add(List.of(new SnapshotRecord.TokenMark(count)));
      subnet(session, "s", Cidr.parse("10.0.0.0/8"), count, 1);
      session.commit();
    }
  }

  /** As many in each of some /16 subnets, which are called {@code s00000} and so on. */
  public static void manySubnets(Ipam ipam, int subnets, int inEach) {
    try (ImportSession session = ipam.beginImport()) {
      session.add(List.of(new SnapshotRecord.TokenMark((long) subnets * inEach)));
      for (int i = 0; i < subnets; i++) {
        Cidr cidr = Cidr.parse((10 + (i >> 8)) + "." + (i & 255) + ".0.0/16");
        subnet(session, name(i), cidr, inEach, (long) i * inEach + 1);
      }
      session.commit();
    }
  }

  /** The name of a subnet among many. */
  public static String name(int number) {
    return String.format(Locale.ROOT, "s%05d", number);
  }

  private static void subnet(
      ImportSession session, String id, Cidr cidr, int count, long firstToken) {
    SpecificSubnetRequest request = SubnetRequest.of(id, cidr);
    session.add(
        List.of(
            new SnapshotRecord.SubnetRecord(
                Subnet.of(
                    request.withSettings(request.withPolicy(AllocationPolicy.LOWEST).settings())),
                null)));
    IpAddress first = cidr.network().plus(2);
    for (int done = 0; done < count; done += BATCH) {
      List<SnapshotRecord> records = new ArrayList<>(BATCH);
      for (int i = done; i < Math.min(count, done + BATCH); i++) {
        records.add(
            new SnapshotRecord.AllocationRecord(
                new Allocation(
                    id,
                    first.plus(i),
                    "owner-" + i % OWNERS,
                    Instant.EPOCH,
                    RequestKind.ANY,
                    firstToken + i,
                    null,
                    AllocationContext.NONE)));
      }
      session.add(records);
    }
  }
}
