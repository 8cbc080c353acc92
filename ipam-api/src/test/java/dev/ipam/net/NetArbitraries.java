package dev.ipam.net;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/**
 * Values of both families, with the ends of the address space and long runs of equal bits among
 * them.
 */
final class NetArbitraries extends DomainContextBase {
  @Provide
  Arbitrary<IpFamily> families() {
    return Arbitraries.of(IpFamily.class);
  }

  @Provide
  Arbitrary<IpAddress> addresses() {
    return families().flatMap(NetArbitraries::addressesOf);
  }

  @Provide
  Arbitrary<Cidr> cidrs() {
    return families().flatMap(NetArbitraries::cidrsOf);
  }

  @Provide
  Arbitrary<AddressRange> ranges() {
    return families().flatMap(NetArbitraries::rangesOf);
  }

  @Provide
  Arbitrary<MacAddress> macs() {
    return Combinators.combine(Arbitraries.longs(), Arbitraries.of(48, 64))
        .as((value, bits) -> new MacAddress(value >>> (64 - bits), bits));
  }

  static Arbitrary<IpAddress> addressesOf(IpFamily family) {
    BigInteger highest = highest(family);
    Arbitrary<BigInteger> numbers =
        Arbitraries.oneOf(
            Arbitraries.bigIntegers().between(BigInteger.ZERO, highest),
            // Sparse bits give runs of zero groups, their complement runs of ones.
            sparse(family),
            sparse(family).map(highest::xor),
            Arbitraries.integers().between(0, 3).map(BigInteger::valueOf),
            Arbitraries.integers().between(0, 3).map(i -> highest.subtract(BigInteger.valueOf(i))));
    return numbers.map(number -> IpAddress.ofBigInteger(family, number));
  }

  static Arbitrary<Cidr> cidrsOf(IpFamily family) {
    return Combinators.combine(
            addressesOf(family), Arbitraries.integers().between(0, family.bits()))
        .as(Cidr::containing);
  }

  static Arbitrary<AddressRange> rangesOf(IpFamily family) {
    Arbitrary<AddressRange> any =
        Combinators.combine(addressesOf(family), addressesOf(family)).as(NetArbitraries::between);
    Arbitrary<AddressRange> narrow =
        Combinators.combine(addressesOf(family), Arbitraries.integers().between(0, 600))
            .as(
                (first, count) -> {
                  BigInteger end = first.toBigInteger().add(BigInteger.valueOf(count));
                  return new AddressRange(
                      first, IpAddress.ofBigInteger(family, end.min(highest(family))));
                });
    // Their edge cases are a product of three lists, and the addresses bring the ends already.
    return Arbitraries.oneOf(any, narrow).withoutEdgeCases();
  }

  static AddressRange between(IpAddress one, IpAddress other) {
    return one.compareTo(other) <= 0 ? new AddressRange(one, other) : new AddressRange(other, one);
  }

  static BigInteger highest(IpFamily family) {
    return BigInteger.ONE.shiftLeft(family.bits()).subtract(BigInteger.ONE);
  }

  private static Arbitrary<BigInteger> sparse(IpFamily family) {
    return Arbitraries.integers()
        .between(0, family.bits() - 1)
        .set()
        .ofMaxSize(4)
        .map(bits -> bits.stream().reduce(BigInteger.ZERO, BigInteger::setBit, BigInteger::or));
  }
}
