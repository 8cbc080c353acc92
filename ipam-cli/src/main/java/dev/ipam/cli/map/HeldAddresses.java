package dev.ipam.cli.map;

import dev.ipam.Ipam;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.request.Allocation;
import dev.ipam.request.Subnet;
import dev.ipam.request.Usage;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.KeyRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.spi.Capability;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Iterator;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Reads what a subnet holds, by address and one at a time, into a map. Only an export says which
 * addresses rest; where none does, the listing of the subnet is enough, and much shorter.
 */
public final class HeldAddresses {
  private final Ipam ipam;
  private final Subnet subnet;
  private final Usage usage;
  private final Instant now;

  /**
   * Prepares to read.
   *
   * @param ipam the store
   * @param subnetId the subnet
   * @param now the present time: what rests until then has rested
   * @throws SubnetNotFoundException if there is no such subnet
   */
  public HeldAddresses(Ipam ipam, String subnetId, Instant now) {
    this.ipam = ipam;
    this.subnet = ipam.subnet(subnetId);
    this.usage = ipam.usage(subnetId);
    this.now = now;
  }

  /**
   * Tells about how many addresses will be read.
   *
   * @return the number, 0 where it is not known because other subnets are read too
   */
  public long expected() {
    BigInteger all = usage.allocated().add(usage.outsidePools());
    return readsExport() ? 0 : all.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }

  private boolean readsExport() {
    return usage.resting().signum() > 0 && ipam.capabilities().contains(Capability.EXPORT);
  }

  /**
   * Reads them all.
   *
   * @param read told of each record that was read
   * @return the map
   * @throws SubnetNotFoundException if the subnet was removed meanwhile
   */
  public SubnetMap read(LongConsumer read) {
    return readsExport() ? fromExport(read) : fromListing(read);
  }

  private SubnetMap fromListing(LongConsumer read) {
    MapBuilder map = new MapBuilder(subnet, usage.resting());
    try (Stream<Allocation> allocations = ipam.allocations(subnet.id())) {
      for (Iterator<Allocation> each = allocations.iterator(); each.hasNext(); ) {
        map.add(new Held(each.next().address(), false));
        read.accept(1);
      }
    }
    return map.build();
  }

  private SubnetMap fromExport(LongConsumer read) {
    try (Stream<SnapshotRecord> records = ipam.export()) {
      Iterator<SnapshotRecord> each = records.iterator();
      MapBuilder map = null;
      while (each.hasNext()) {
        SnapshotRecord record = each.next();
        read.accept(1);
        if (record instanceof SubnetRecord begun) {
          if (map != null) {
            break;
          }
          if (begun.subnet().id().equals(subnet.id())) {
            map = new MapBuilder(begun.subnet(), BigInteger.ZERO);
          }
        } else if (record instanceof KeyRecord) {
          break;
        } else if (map != null) {
          add(record, map);
        }
      }
      if (map == null) {
        throw new SubnetNotFoundException(subnet.id());
      }
      return map.build();
    }
  }

  private void add(SnapshotRecord record, MapBuilder map) {
    if (record instanceof AllocationRecord held) {
      map.add(new Held(held.allocation().address(), false));
    } else if (record instanceof RestRecord rest && rest.until().isAfter(now)) {
      map.add(new Held(rest.address(), true));
    }
  }
}
