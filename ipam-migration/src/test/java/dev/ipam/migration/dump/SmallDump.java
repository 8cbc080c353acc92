package dev.ipam.migration.dump;

import dev.ipam.net.AddressRange;
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
import dev.ipam.request.SubnetRequest;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A dump with one of each, and one with many of one kind. */
final class SmallDump {
  private static final String PRINT = "0123456789abcdef0123456789abcdef";

  private SmallDump() {}

  static List<SnapshotRecord> records() {
    return List.of(
        new TokenMark(7),
        new ScopeRecord(new AddressScope("sc", "default", IpFamily.IPV4, true)),
        new PoolRecord(
            new SubnetPool(
                "po",
                "default",
                List.of(Cidr.parse("10.0.0.0/8")),
                8,
                32,
                24,
                BigInteger.valueOf(256),
                "sc",
                false)),
        new SubnetRecord(
            new Subnet(
                "su",
                "büro",
                Cidr.parse("10.0.0.0/24"),
                IpAddress.parse("10.0.0.1"),
                List.of(range("10.0.0.10", "10.0.0.99")),
                false,
                AllocationPolicy.SEQUENTIAL,
                Duration.ofMinutes(1),
                "po"),
            new BoundKey("create", PRINT)),
        new PassRecord("su", IpAddress.parse("10.0.0.20")),
        new SpentRecord("su", List.of(range("10.0.0.30", "10.0.0.31"))),
        new AllocationRecord(
            new Allocation(
                "su",
                IpAddress.parse("10.0.0.10"),
                "vm-7",
                Instant.ofEpochMilli(1_700_000_000_123L),
                RequestKind.PREFER_NEXT,
                7,
                "allocate",
                new AllocationContext(
                    "net", "port", "dev", "compute:nova", MacAddress.parse("00163e112233"), "h"))),
        new RestRecord(
            "su", IpAddress.parse("10.0.0.11"), Instant.ofEpochMilli(1_700_000_060_000L)),
        new KeyRecord(new BoundKey("allocate", PRINT), List.of(1)));
  }

  static String text() {
    return """
        {"format":"ipam-dump","version":1}
        {"type":"token_mark","token":7}
        {"type":"scope","id":"sc","project":"default","ip_version":4,"shared":true}
        {"type":"pool","id":"po","project":"default","prefixes":["10.0.0.0/8"],"min_prefix_length":8,"max_prefix_length":32,"default_prefix_length":24,"quota":"256","scope_id":"sc","shared":false}
        {"type":"subnet","id":"su","project":"büro","cidr":"10.0.0.0/24","gateway":"10.0.0.1","pools":[["10.0.0.10","10.0.0.99"]],"policy":"sequential","rest_ms":60000,"pool_id":"po","key":"create","fingerprint":"0123456789abcdef0123456789abcdef"}
        {"type":"pass","subnet_id":"su","position":"10.0.0.20"}
        {"type":"spent","subnet_id":"su","ranges":[["10.0.0.30","10.0.0.31"]]}
        {"type":"allocation","subnet_id":"su","address":"10.0.0.10","owner":"vm-7","allocated_at_ms":1700000000123,"kind":"prefer_next","token":7,"key":"allocate","network":"net","port":"port","device":"dev","device_owner":"compute:nova","mac":"00:16:3e:11:22:33","host_name":"h"}
        {"type":"rest","subnet_id":"su","address":"10.0.0.11","until_ms":1700000060000}
        {"type":"key","key":"allocate","fingerprint":"0123456789abcdef0123456789abcdef","counts":[1]}
        {"block":1,"records":9,"sha256":"a4f59054a461b2efbdeef3ca700857031d451515915556b3663d37a5db4a4271"}
        {"end":true,"blocks":1,"records":9,"sha256":"5d1c3a738ceec8ce7750fdf71e471699e402530a0b3e13629e9eb3537eed5bf2"}
        """;
  }

  static List<SnapshotRecord> manyAllocations(int count) {
    List<SnapshotRecord> records = new ArrayList<>();
    records.add(new TokenMark(count));
    Subnet subnet = Subnet.of(SubnetRequest.of("s", "10.0.0.0/8"));
    records.add(new SubnetRecord(subnet, null));
    for (int i = 1; i <= count; i++) {
      records.add(
          new AllocationRecord(
              new Allocation(
                  "s",
                  subnet.cidr().first().plus(i),
                  null,
                  Instant.EPOCH,
                  RequestKind.ANY,
                  i,
                  null,
                  AllocationContext.NONE)));
    }
    return records;
  }

  private static AddressRange range(String first, String last) {
    return new AddressRange(IpAddress.parse(first), IpAddress.parse(last));
  }
}
