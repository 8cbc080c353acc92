package dev.ipam.conformance.steps;

import dev.ipam.conformance.model.Addr;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Block;
import dev.ipam.conformance.model.Fill;
import dev.ipam.conformance.model.Held;
import dev.ipam.conformance.model.NetDef;
import dev.ipam.conformance.model.PoolDef;
import dev.ipam.conformance.model.PoolFill;
import dev.ipam.conformance.model.ScopeDef;
import dev.ipam.conformance.model.Span;
import dev.ipam.error.IpamException;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.PoolUsage;
import dev.ipam.request.QuotaUnits;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.Usage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts ipam-api's results into the model's words, by their accessors alone.
 *
 * @since 0.1
 */
public final class FromApi {
  private static final BigInteger TWO_64 = BigInteger.TWO.pow(64);

  private FromApi() {}

  /**
   * Returns an address of the model.
   *
   * @param address the address
   * @return the same address
   */
  public static Addr address(IpAddress address) {
    int bits = bits(address.family());
    return new Addr(bits, unsigned(address.high()).multiply(TWO_64).add(unsigned(address.low())));
  }

  private static @Nullable Addr orNull(@Nullable IpAddress address) {
    return address == null ? null : address(address);
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  private static int bits(IpFamily family) {
    return family == IpFamily.IPV4 ? Addr.V4 : Addr.V6;
  }

  static NetDef subnet(Subnet subnet) {
    return new NetDef(
        subnet.id(),
        subnet.project(),
        block(subnet.cidr()),
        orNull(subnet.gateway()),
        subnet.pools().stream()
            .map(pool -> new Span(address(pool.first()), address(pool.last())))
            .toList(),
        subnet.poolsGenerated(),
        subnet.policy().name(),
        subnet.rest().toMillis(),
        subnet.poolId());
  }

  static Held allocation(Allocation allocation) {
    return new Held(
        allocation.subnetId(),
        address(allocation.address()),
        allocation.owner(),
        allocation.allocatedAt().toEpochMilli(),
        allocation.kind().name(),
        allocation.token(),
        allocation.key(),
        context(allocation.context()));
  }

  static List<Held> allocations(List<Allocation> allocations) {
    return allocations.stream().map(FromApi::allocation).toList();
  }

  static Fill usage(Usage usage) {
    Instant next = usage.nextRested();
    return new Fill(
        usage.subnetId(),
        usage.capacity(),
        usage.allocated(),
        usage.free(),
        usage.resting(),
        usage.outsidePools(),
        next == null ? null : next.toEpochMilli());
  }

  static PoolDef pool(SubnetPool pool) {
    return new PoolDef(
        pool.id(),
        pool.project(),
        pool.prefixes().stream().map(FromApi::block).toList(),
        pool.minPrefixLength(),
        pool.maxPrefixLength(),
        pool.defaultPrefixLength(),
        pool.quota(),
        pool.scopeId(),
        pool.shared());
  }

  static PoolFill poolUsage(PoolUsage usage) {
    Map<String, BigDecimal> shares = new TreeMap<>();
    usage.byProject().forEach((project, share) -> shares.put(project, units(share)));
    return new PoolFill(
        usage.poolId(),
        units(usage.capacity()),
        units(usage.allocated()),
        units(usage.free()),
        shares,
        usage.subnets());
  }

  static ScopeDef scope(AddressScope scope) {
    return new ScopeDef(scope.id(), scope.project(), bits(scope.family()), scope.shared());
  }

  /**
   * Says an error in the model's words.
   *
   * @param error the error
   * @return the refusal
   */
  public static Answer.Refused error(IpamException error) {
    Map<String, Object> fields = new LinkedHashMap<>(error.fields());
    return new Answer.Refused(
        error.code(),
        error.category().name(),
        error.outcome().name(),
        error.retryable(),
        fields,
        String.valueOf(error.getMessage()));
  }

  /**
   * Returns the word that a context stands for.
   *
   * @param context the context
   * @return the word, or the whole context where it is none that a word stands for
   */
  public static String context(AllocationContext context) {
    String word = context.hostName() == null ? "" : context.hostName();
    return context.equals(ToApi.context(word)) ? word : context.toString();
  }

  /**
   * Returns a block of the model.
   *
   * @param cidr the CIDR
   * @return the same block
   */
  public static Block block(Cidr cidr) {
    return new Block(address(cidr.network()), cidr.prefixLength());
  }

  private static BigDecimal units(QuotaUnits units) {
    return new BigDecimal(units.scaled()).divide(new BigDecimal(TWO_64)).stripTrailingZeros();
  }
}
