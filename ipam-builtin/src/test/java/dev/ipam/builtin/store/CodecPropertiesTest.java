package dev.ipam.builtin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.builtin.store.KeyRecord.Operation;
import dev.ipam.builtin.store.KeyRecord.Part;
import dev.ipam.builtin.store.Tables.Removed;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.MacAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.RequestKind;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CodecPropertiesTest {
  private static final byte[] KEY = {1, 2, 3};

  private final RowDecoder decoder = new RowDecoder(Path.of("store"));

  @Property(tries = 300)
  void allocationsReadBackAndDamageIsNoticed(
      @ForAll("allocations") Allocation allocation, @ForAll int at, @ForAll byte change) {
    byte[] row = bytes(out -> AllocationCodec.encode(allocation, out));
    Function<byte[], Allocation> read =
        bytes -> decoder.allocation(allocation.subnetId(), allocation.address(), KEY, bytes);
    assertThat(read.apply(row)).isEqualTo(allocation);
    checkDamage(row, at, change, read);
  }

  @Property(tries = 300)
  void subnetsReadBackAndDamageIsNoticed(
      @ForAll("subnets") StoredSubnet subnet, @ForAll int at, @ForAll byte change) {
    byte[] row = bytes(out -> SubnetCodec.encode(subnet, out));
    Function<byte[], StoredSubnet> read = bytes -> decoder.subnet(subnet.id(), bytes);
    assertThat(read.apply(row)).isEqualTo(subnet);
    checkDamage(row, at, change, read);

    Removed removed = new Removed(subnet, subnet.subnet().cidr().last());
    byte[] removedRow = bytes(out -> RowDecoder.encodeRemoved(removed, out));
    Function<byte[], Removed> readRemoved =
        bytes -> decoder.decode(Family.REMOVED, KEY, bytes, RowDecoder::removed);
    assertThat(readRemoved.apply(removedRow)).isEqualTo(removed);
    checkDamage(removedRow, at, change, readRemoved);
  }

  @Property(tries = 300)
  void keysReadBackAndDamageIsNoticed(
      @ForAll("keys") KeyRecord record, @ForAll int at, @ForAll byte change) {
    byte[] row = bytes(out -> KeyCodec.encode(record, out));
    Function<byte[], KeyRecord> read =
        bytes -> decoder.decode(Family.KEYS, KEY, bytes, KeyCodec::decode);
    assertThat(read.apply(row)).isEqualTo(record);
    checkDamage(row, at, change, read);
  }

  @Property(tries = 100)
  void resultsMarksAndPassesReadBack(
      @ForAll("addresses") List<IpAddress> addresses,
      @ForAll long hi,
      @ForAll long lo,
      @ForAll long millis) {
    byte[] results = bytes(out -> KeyCodec.encodeResults(addresses, out));
    assertThat(KeyCodec.decodeResults(results)).isEqualTo(addresses);
    Marks marks = new Marks(hi >>> 1, lo >>> 1, hi);
    assertThat(Marks.decode(bytes(marks::encode))).isEqualTo(marks);
    PassRecord pass = new PassRecord(new UInt128(hi, lo), millis);
    assertThat(PassRecord.decode(bytes(pass::encode))).isEqualTo(pass);
    PassRecord over = new PassRecord(null, PassRecord.UNKNOWN);
    byte[] untimed = bytes(over::encode);
    assertThat(untimed).as("as versions without rest wrote it").containsExactly(1, 0);
    assertThat(PassRecord.decode(untimed)).isEqualTo(over);
    byte[] rest = bytes(out -> RocksRestTables.encode(millis, out));
    assertThat(RocksRestTables.decode(rest)).isEqualTo(millis);
  }

  /** Every cut is noticed, every added byte too; a changed byte is read as something or refused. */
  private static void checkDamage(byte[] row, int at, byte change, Function<byte[], ?> read) {
    int place = Math.floorMod(at, row.length);
    assertThatExceptionOfType(StoreCorruptException.class)
        .isThrownBy(() -> read.apply(Arrays.copyOf(row, place)))
        .withMessageContaining("table ");
    assertThatExceptionOfType(StoreCorruptException.class)
        .isThrownBy(() -> read.apply(Arrays.copyOf(row, row.length + 1)));
    byte[] changed = row.clone();
    changed[place] ^= change;
    try {
      assertThat((Object) read.apply(changed)).isNotNull();
    } catch (StoreCorruptException e) {
      assertThat(e.part()).startsWith("table ");
    }
    byte[] newer = row.clone();
    newer[0]++;
    assertThatExceptionOfType(StoreCorruptException.class).isThrownBy(() -> read.apply(newer));
  }

  private static byte[] bytes(Consumer<ByteWriter> form) {
    ByteWriter out = new ByteWriter(1);
    form.accept(out);
    return out.toByteArray();
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("abcäß€ 𐍈/.:-")
        .ofMinLength(1)
        .ofMaxLength(20)
        .map(text -> "x" + text.replaceAll("\\p{Cs}", "") + "y");
  }

  private static Arbitrary<IpAddress> address() {
    return Arbitraries.oneOf(
        Arbitraries.integers().map(IpAddress::ofIpv4),
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(IpAddress::ofIpv6));
  }

  @Provide
  Arbitrary<List<IpAddress>> addresses() {
    return address().list().ofMaxSize(40);
  }

  @Provide
  Arbitrary<Allocation> allocations() {
    Arbitrary<AllocationContext> contexts =
        Combinators.combine(
                texts().injectNull(0.5),
                texts().injectNull(0.5),
                texts().injectNull(0.5),
                texts().injectNull(0.5),
                Arbitraries.longs().map(bits -> new MacAddress(bits >>> 16, 48)).injectNull(0.5),
                texts().injectNull(0.5))
            .as(AllocationContext::new);
    return Combinators.combine(
            texts(),
            address(),
            texts().injectNull(0.3),
            Arbitraries.longs().between(-1_000_000_000_000L, 10_000_000_000_000L),
            Arbitraries.of(RequestKind.class),
            Arbitraries.longs().between(1, Long.MAX_VALUE),
            texts().injectNull(0.3),
            contexts)
        .as(
            (subnet, address, owner, at, kind, token, key, context) ->
                new Allocation(
                    subnet, address, owner, Instant.ofEpochMilli(at), kind, token, key, context));
  }

  @Provide
  Arbitrary<StoredSubnet> subnets() {
    Arbitrary<Cidr> cidrs =
        Combinators.combine(address(), Arbitraries.integers().between(0, 128))
            .as(
                (address, length) ->
                    Cidr.containing(address, Math.min(length, address.family().bits())));
    Arbitrary<Subnet> subnets =
        Combinators.combine(
                texts(),
                texts(),
                cidrs,
                Arbitraries.of(GatewayChoice.AUTOMATIC, GatewayChoice.NONE),
                Arbitraries.of(AllocationPolicy.class),
                Arbitraries.integers().between(0, Integer.MAX_VALUE),
                texts().injectNull(0.5))
            .as(
                (id, project, cidr, gateway, policy, rest, pool) ->
                    Subnet.of(
                        SubnetRequest.of(id, cidr)
                            .withPoolId(pool)
                            .withSettings(
                                SubnetRequest.of(id, cidr)
                                    .withGateway(gateway)
                                    .withPolicy(policy)
                                    .withRest(Duration.ofMillis(rest))
                                    .settings())
                            .withProject(project)));
    return Combinators.combine(Arbitraries.longs(), subnets, texts().injectNull(0.5))
        .as(StoredSubnet::new);
  }

  @Provide
  Arbitrary<KeyRecord> keys() {
    Arbitrary<Part> parts =
        Combinators.combine(
                Arbitraries.longs(), texts(), Arbitraries.integers().between(0, 1 << 20))
            .as((number, id, count) -> new Part(number, id, count, count / 2));
    return Combinators.combine(
            Arbitraries.longs(), Arbitraries.of(Operation.class), parts.list().ofMaxSize(4))
        .as(
            (print, operation, list) ->
                new KeyRecord("%016x%016x".formatted(print, ~print), operation, list));
  }
}
