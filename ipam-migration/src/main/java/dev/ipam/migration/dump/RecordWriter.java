package dev.ipam.migration.dump;

import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.BoundKey;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.KeyRecord;
import dev.ipam.snapshot.SnapshotRecord.PassRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes records as lines; a field without a value is left out. */
final class RecordWriter {
  private final JsonLine line = new JsonLine();

  /** The line of a record, which is good until the next call. */
  JsonLine write(SnapshotRecord record) {
    if (record instanceof AllocationRecord held) {
      allocation(held.allocation());
    } else if (record instanceof RestRecord rest) {
      line.begin("rest").field("subnet_id", rest.subnetId());
      line.field("address", rest.address().toString());
      line.field("until_ms", rest.until().toEpochMilli());
    } else if (record instanceof KeyRecord key) {
      line.begin("key");
      bound(key.bound());
      line.list("counts");
      key.counts().forEach(line::item);
      line.close();
    } else if (record instanceof SubnetRecord subnet) {
      subnet(subnet.subnet(), subnet.creation());
    } else if (record instanceof PassRecord pass) {
      line.begin("pass").field("subnet_id", pass.subnetId());
      line.field("position", pass.position().toString());
    } else if (record instanceof SpentRecord spent) {
      line.begin("spent").field("subnet_id", spent.subnetId());
      ranges("ranges", spent.ranges());
    } else if (record instanceof PoolRecord pool) {
      pool(pool.pool());
    } else if (record instanceof ScopeRecord scope) {
      scope(scope.scope());
    } else if (record instanceof TokenMark mark) {
      line.begin("token_mark").field("token", mark.token());
    }
    line.end();
    return line;
  }

  private void scope(AddressScope scope) {
    line.begin("scope").field("id", scope.id()).field("project", scope.project());
    line.field("ip_version", scope.family().version()).field("shared", scope.shared());
  }

  private void pool(SubnetPool pool) {
    line.begin("pool").field("id", pool.id()).field("project", pool.project());
    line.list("prefixes");
    for (Cidr prefix : pool.prefixes()) {
      line.item(prefix.toString());
    }
    line.close();
    line.field("min_prefix_length", pool.minPrefixLength());
    line.field("max_prefix_length", pool.maxPrefixLength());
    line.field("default_prefix_length", pool.defaultPrefixLength());
    optional("quota", pool.quota());
    optional("scope_id", pool.scopeId());
    line.field("shared", pool.shared());
  }

  private void subnet(Subnet subnet, @Nullable BoundKey creation) {
    line.begin("subnet").field("id", subnet.id()).field("project", subnet.project());
    line.field("cidr", subnet.cidr().toString());
    optional("gateway", subnet.gateway());
    if (!subnet.poolsGenerated()) {
      ranges("pools", subnet.pools());
    }
    line.field("policy", subnet.policy().name().toLowerCase(Locale.ROOT));
    line.field("rest_ms", subnet.rest().toMillis());
    optional("pool_id", subnet.poolId());
    if (creation != null) {
      bound(creation);
    }
  }

  private void allocation(Allocation allocation) {
    line.begin("allocation").field("subnet_id", allocation.subnetId());
    line.field("address", allocation.address().toString());
    optional("owner", allocation.owner());
    line.field("allocated_at_ms", allocation.allocatedAt().toEpochMilli());
    line.field("kind", allocation.kind().name().toLowerCase(Locale.ROOT));
    line.field("token", allocation.token());
    optional("key", allocation.key());
    AllocationContext context = allocation.context();
    optional("network", context.network());
    optional("port", context.port());
    optional("device", context.device());
    optional("device_owner", context.deviceOwner());
    optional("mac", context.mac());
    optional("host_name", context.hostName());
  }

  private void bound(BoundKey bound) {
    line.field("key", bound.key()).field("fingerprint", bound.fingerprint());
  }

  private void ranges(String name, List<AddressRange> ranges) {
    line.list(name);
    for (AddressRange range : ranges) {
      line.open().item(range.first().toString()).item(range.last().toString()).close();
    }
    line.close();
  }

  private void optional(String name, @Nullable Object value) {
    if (value != null) {
      line.field(name, value.toString());
    }
  }
}
