package dev.ipam.migration.dump;

import dev.ipam.error.IpamException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.AllocationPools;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.net.MacAddress;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.BoundKey;
import dev.ipam.request.RequestKind;
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
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the records that {@link RecordWriter} wrote. */
final class RecordReader {
  private final Fields fields = new Fields();

  SnapshotRecord read(byte[] line, int length) throws BadLine {
    fields.read(line, length);
    try {
      SnapshotRecord record = record(fields.text("type"));
      fields.end();
      return record;
    } catch (IpamException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw new BadLine("it holds what cannot be: " + clause(e));
    }
  }

  private SnapshotRecord record(String type) throws BadLine {
    return switch (type) {
      case "allocation" -> new AllocationRecord(allocation());
      case "rest" ->
          new RestRecord(fields.text("subnet_id"), address("address"), millis("until_ms"));
      case "key" -> new KeyRecord(bound(), counts());
      case "subnet" -> subnet();
      case "pass" -> new PassRecord(fields.text("subnet_id"), address("position"));
      case "spent" -> new SpentRecord(fields.text("subnet_id"), ranges(fields.list("ranges")));
      case "pool" -> new PoolRecord(pool());
      case "scope" -> new ScopeRecord(scope());
      case "token_mark" -> new TokenMark(fields.number("token"));
      default -> throw new BadLine("a record of type " + BadLine.quote(type) + " is not known");
    };
  }

  private AddressScope scope() throws BadLine {
    return new AddressScope(
        fields.text("id"),
        fields.text("project"),
        IpFamily.ofVersion(fields.smallNumber("ip_version")),
        fields.flag("shared"));
  }

  private SubnetPool pool() throws BadLine {
    String id = fields.text("id");
    String project = fields.text("project");
    List<Cidr> prefixes = new ArrayList<>();
    for (Object item : fields.list("prefixes")) {
      prefixes.add(Cidr.parse(itemText("prefixes", item)));
    }
    SubnetPool pool =
        new SubnetPool(
            id,
            project,
            prefixes,
            fields.smallNumber("min_prefix_length"),
            fields.smallNumber("max_prefix_length"),
            fields.smallNumber("default_prefix_length"),
            quota(),
            fields.optionalText("scope_id"),
            fields.flag("shared"));
    if (!pool.prefixes().equals(prefixes)) {
      throw new BadLine("the prefixes are not the fewest, in ascending order");
    }
    return pool;
  }

  private @Nullable BigInteger quota() throws BadLine {
    String text = fields.optionalText("quota");
    if (text == null) {
      return null;
    }
    if (!text.matches("[1-9][0-9]{0," + (Format.MOST_QUOTA_DIGITS - 1) + "}")) {
      throw new BadLine("the quota is " + BadLine.quote(text));
    }
    return new BigInteger(text);
  }

  private SubnetRecord subnet() throws BadLine {
    String id = fields.text("id");
    String project = fields.text("project");
    Cidr cidr = Cidr.parse(fields.text("cidr"));
    String gatewayText = fields.optionalText("gateway");
    IpAddress gateway = gatewayText == null ? null : IpAddress.parse(gatewayText);
    List<?> given = fields.optionalList("pools");
    List<AddressRange> pools = given == null ? generated(cidr, gateway) : ranges(given);
    Subnet subnet =
        new Subnet(
            id,
            project,
            cidr,
            gateway,
            pools,
            given == null,
            constant(AllocationPolicy.class, "policy"),
            Duration.ofMillis(fields.number("rest_ms")),
            fields.optionalText("pool_id"));
    if (!subnet.pools().equals(pools)) {
      throw new BadLine("the pools are not in ascending order");
    }
    String key = fields.optionalText("key");
    return new SubnetRecord(
        subnet, key == null ? null : new BoundKey(key, fields.text("fingerprint")));
  }

  private static List<AddressRange> generated(Cidr cidr, @Nullable IpAddress gateway) {
    return AllocationPools.generate(cidr, gateway);
  }

  private Allocation allocation() throws BadLine {
    return new Allocation(
        fields.text("subnet_id"),
        address("address"),
        fields.optionalText("owner"),
        millis("allocated_at_ms"),
        constant(RequestKind.class, "kind"),
        fields.number("token"),
        fields.optionalText("key"),
        context());
  }

  private AllocationContext context() throws BadLine {
    String network = fields.optionalText("network");
    String port = fields.optionalText("port");
    String device = fields.optionalText("device");
    String deviceOwner = fields.optionalText("device_owner");
    String mac = fields.optionalText("mac");
    String hostName = fields.optionalText("host_name");
    AllocationContext context =
        new AllocationContext(
            network,
            port,
            device,
            deviceOwner,
            mac == null ? null : MacAddress.parse(mac),
            hostName);
    return context.equals(AllocationContext.NONE) ? AllocationContext.NONE : context;
  }

  private BoundKey bound() throws BadLine {
    return new BoundKey(fields.text("key"), fields.text("fingerprint"));
  }

  private List<Integer> counts() throws BadLine {
    List<?> given = fields.list("counts");
    if (given.size() > Format.MOST_COUNTS) {
      throw new BadLine("a key stands for " + given.size() + " requests");
    }
    List<Integer> counts = new ArrayList<>(given.size());
    for (Object item : given) {
      if (!(item instanceof Long count) || count < 1 || count > KeyRecord.MAX_ADDRESSES) {
        throw new BadLine("field \"counts\" holds what is no count");
      }
      counts.add(count.intValue());
    }
    return counts;
  }

  private static List<AddressRange> ranges(List<?> given) throws BadLine {
    if (given.size() > AllocationPools.MAX_POOLS) {
      throw new BadLine("it has " + given.size() + " ranges");
    }
    List<AddressRange> ranges = new ArrayList<>(given.size());
    for (Object item : given) {
      if (!(item instanceof List<?> ends) || ends.size() != 2) {
        throw new BadLine("a range is no list of its first and last address");
      }
      ranges.add(
          new AddressRange(
              IpAddress.parse(itemText("range", ends.get(0))),
              IpAddress.parse(itemText("range", ends.get(1)))));
    }
    return ranges;
  }

  private static String itemText(String name, Object item) throws BadLine {
    if (item instanceof String text) {
      return text;
    }
    throw new BadLine("\"" + name + "\" holds what is no text");
  }

  private IpAddress address(String name) throws BadLine {
    return IpAddress.parse(fields.text(name));
  }

  private Instant millis(String name) throws BadLine {
    return Instant.ofEpochMilli(fields.number(name));
  }

  private <E extends Enum<E>> E constant(Class<E> type, String name) throws BadLine {
    String text = fields.text(name);
    for (E value : type.getEnumConstants()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
        return value;
      }
    }
    throw new BadLine("field \"" + name + "\" is " + BadLine.quote(text));
  }

  private static String clause(Exception e) {
    String message = String.valueOf(e.getMessage());
    String shown = message.length() <= 200 ? message : message.substring(0, 200) + "…";
    return shown.endsWith(".") ? shown.substring(0, shown.length() - 1) : shown;
  }
}
