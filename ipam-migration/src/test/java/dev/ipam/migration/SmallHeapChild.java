package dev.ipam.migration;

import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.RequestKind;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.ImportSession;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Migrates so many allocations there by import, and back by comparison; prints both reports. */
final class SmallHeapChild {
  private static final int EACH = 50_000;

  private SmallHeapChild() {}

  public static void main(String[] args) {
    int subnets = Integer.parseInt(args[1]);
    try (TwoStores stores = new TwoStores(Path.of(args[0]), Clock.systemUTC(), Map.of())) {
      fill(stores.one(), subnets);
      stores.activate(stores.one());
      print(migrate(stores.one(), stores.two()));
      stores.two().driver().allocate(AllocationRequest.any(name(0)));
      stores.two().driver().removeSubnet(name(subnets - 1), true);
      Retired retired = (Retired) stores.stateOf(stores.one());
      stores
          .one()
          .authority()
          .change(retired, new Retired(retired.epoch(), retired.successor(), null));
      print(migrate(stores.two(), stores.one()));
    }
  }

  private static MigrationReport migrate(OpenedStore from, OpenedStore to) {
    return new StoreMigrator().migrate(from, to, MigrationOptions.OFFLINE, MigrationListener.NONE);
  }

  private static void print(MigrationReport report) {
    System.out.println(report.way() + " " + report.copied() + " " + report);
  }

  private static String name(int subnet) {
    return String.format(Locale.ROOT, "subnet-%06d", subnet);
  }

  private static void fill(OpenedStore store, int subnets) {
    try (ImportSession session = Records.exportable(store).beginImport()) {
      session.add(List.of(new TokenMark((long) subnets * EACH)));
      long token = 0;
      for (int i = 0; i < subnets; i++) {
        Subnet subnet =
            Subnet.of(
                SubnetRequest.of(
                    name(i),
                    new Cidr(IpAddress.parse("10.0.0.0").plus((long) i << 16), 16).toString()));
        List<SnapshotRecord> batch = new ArrayList<>();
        batch.add(new SubnetRecord(subnet, null));
        for (int k = 0; k < EACH; k++) {
          batch.add(
              new AllocationRecord(
                  new Allocation(
                      subnet.id(),
                      subnet.cidr().first().plus(2L + k),
                      "owner-" + k,
                      Instant.ofEpochMilli(k),
                      RequestKind.ANY,
                      ++token,
                      null,
                      AllocationContext.NONE)));
          if (batch.size() == 1_000) {
            session.add(batch);
            batch.clear();
          }
        }
        session.add(batch);
      }
      session.commit();
    }
  }
}
