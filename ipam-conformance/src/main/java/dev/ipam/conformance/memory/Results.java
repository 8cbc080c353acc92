package dev.ipam.conformance.memory;

import dev.ipam.conformance.model.Addr;
import dev.ipam.conformance.model.Fill;
import dev.ipam.conformance.model.Held;
import dev.ipam.conformance.model.NetDef;
import dev.ipam.conformance.model.PoolDef;
import dev.ipam.conformance.model.PoolFill;
import dev.ipam.conformance.model.ScopeDef;
import dev.ipam.conformance.model.Span;
import dev.ipam.conformance.steps.ToApi;
import dev.ipam.net.AddressRange;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.PoolUsage;
import dev.ipam.request.QuotaUnits;
import dev.ipam.request.RequestKind;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.Usage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/** Puts the model's results into ipam-api's. */
final class Results {
  private static final BigDecimal TWO_64 = new BigDecimal(BigInteger.TWO.pow(64));

  private Results() {}

  static Allocation allocation(Object value) {
    Held held = (Held) value;
    return new Allocation(
        held.subnet(),
        ToApi.address(held.address()),
        held.owner(),
        Instant.ofEpochMilli(held.at()),
        RequestKind.valueOf(held.kind()),
        held.token(),
        held.key(),
        Contexts.context(held.context()));
  }

  static Subnet subnet(Object value) {
    NetDef def = (NetDef) value;
    Addr gateway = def.gateway();
    return new Subnet(
        def.id(),
        def.project(),
        ToApi.cidr(def.cidr()),
        gateway == null ? null : ToApi.address(gateway),
        def.pools().stream().map(Results::range).toList(),
        def.generated(),
        AllocationPolicy.valueOf(def.policy()),
        Duration.ofMillis(def.rest()),
        def.pool());
  }

  static AddressRange range(Span span) {
    return new AddressRange(ToApi.address(span.first()), ToApi.address(span.last()));
  }

  static Usage usage(Object value) {
    Fill fill = (Fill) value;
    Long next = fill.nextRested();
    return new Usage(
        fill.subnet(),
        fill.capacity(),
        fill.allocated(),
        fill.free(),
        fill.resting(),
        fill.outside(),
        next == null ? null : Instant.ofEpochMilli(next));
  }

  static SubnetPool pool(Object value) {
    PoolDef def = (PoolDef) value;
    return new SubnetPool(
        def.id(),
        def.project(),
        def.prefixes().stream().map(ToApi::cidr).toList(),
        def.min(),
        def.max(),
        def.usual(),
        def.quota(),
        def.scope(),
        def.shared());
  }

  static PoolUsage poolUsage(Object value) {
    PoolFill fill = (PoolFill) value;
    TreeMap<String, QuotaUnits> shares = new TreeMap<>();
    fill.byProject().forEach((project, share) -> shares.put(project, units(share)));
    return new PoolUsage(
        fill.pool(),
        units(fill.capacity()),
        units(fill.allocated()),
        units(fill.free()),
        shares,
        fill.subnets());
  }

  static AddressScope scope(Object value) {
    ScopeDef def = (ScopeDef) value;
    return new AddressScope(def.id(), def.project(), ToApi.family(def.bits()), def.shared());
  }

  private static QuotaUnits units(BigDecimal units) {
    return new QuotaUnits(units.multiply(TWO_64).toBigIntegerExact());
  }
}
