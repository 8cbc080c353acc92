package dev.ipam.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(NetArbitraries.class)
@Domain(DomainContext.Global.class)
final class IpAddressPropertiesTest {
  @Property
  @net.jqwik.api.Tag("IPAM-1.10")
  void whatIsPrintedReadsBackEqual(@ForAll IpAddress address) {
    assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
    assertThat(IpAddress.ofBytes(address.toBytes())).isEqualTo(address);
    assertThat(IpAddress.ofBigInteger(address.family(), address.toBigInteger())).isEqualTo(address);
    assertThat(new BigInteger(1, address.toBytes())).isEqualTo(address.toBigInteger());
  }

  @Property
  void printsWhatOtherLibrariesPrint(@ForAll IpAddress address) throws UnknownHostException {
    // The JDK turns IPv4-mapped addresses into IPv4 ones.
    if (!isMapped(address)) {
      InetAddress inet = InetAddress.getByAddress(address.toBytes());
      assertThat(address).hasToString(InetAddresses.toAddrString(inet));
    }
    IPAddress other = oracle(address);
    assertThat(address)
        .hasToString(
            isMapped(address) ? other.toIPv6().toMixedString() : other.toCanonicalString());
  }

  @Property
  void readsEveryWayOtherLibrariesWrite(@ForAll IpAddress address) {
    IPAddress other = oracle(address);
    assertThat(IpAddress.parse(other.toCanonicalString())).isEqualTo(address);
    assertThat(IpAddress.parse(other.toNormalizedString())).isEqualTo(address);
    assertThat(IpAddress.parse(other.toCompressedString())).isEqualTo(address);
    if (address.family() == IpFamily.IPV6) {
      assertThat(IpAddress.parse(other.toFullString())).isEqualTo(address);
      assertThat(IpAddress.parse(other.toIPv6().toMixedString())).isEqualTo(address);
    }
  }

  @Property
  void orderIsThatOfTheNumbers(@ForAll IpAddress one, @ForAll IpAddress other) {
    int byFamily = Integer.compare(one.family().version(), other.family().version());
    int expected = byFamily != 0 ? byFamily : one.toBigInteger().compareTo(other.toBigInteger());
    assertThat(Integer.signum(one.compareTo(other))).isEqualTo(expected);
    assertThat(one.equals(other)).isEqualTo(expected == 0);
  }

  @Property
  void steppingIsAdditionWithinTheFamily(@ForAll IpAddress address, @ForAll long count) {
    BigInteger sum = address.toBigInteger().add(BigInteger.valueOf(count));
    if (sum.signum() < 0 || sum.bitLength() > address.family().bits()) {
      assertThatThrownBy(() -> address.plus(count)).isInstanceOf(ArithmeticException.class);
    } else {
      assertThat(address.plus(count).toBigInteger()).isEqualTo(sum);
    }
  }

  @Property
  void stepsAtTheEndsAreChecked(@ForAll IpFamily family) {
    IpAddress lowest = IpAddress.ofBigInteger(family, BigInteger.ZERO);
    IpAddress highest = IpAddress.ofBigInteger(family, NetArbitraries.highest(family));
    for (long count : new long[] {1, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> highest.plus(count)).isInstanceOf(ArithmeticException.class);
      assertThatThrownBy(() -> lowest.plus(-count)).isInstanceOf(ArithmeticException.class);
    }
    assertThatThrownBy(() -> lowest.plus(Long.MIN_VALUE)).isInstanceOf(ArithmeticException.class);
    assertThat(lowest.plus(0)).isEqualTo(lowest);
    assertThat(highest.plus(0)).isEqualTo(highest);
  }

  @Property
  void distanceAndPlusAreInverse(@ForAll AddressRange range) {
    IpAddress base = range.first();
    IpAddress address = range.last();
    long high = address.offsetHigh(base);
    long low = address.offsetLow(base);
    assertThat(UInt128.toBigInteger(high, low))
        .isEqualTo(address.toBigInteger().subtract(base.toBigInteger()));
    assertThat(base.plus(high, low)).isEqualTo(address);
  }

  @Property
  void unsignedStepsAreChecked(
      @ForAll IpAddress address, @ForAll long offsetHigh, @ForAll long offsetLow) {
    BigInteger sum = address.toBigInteger().add(UInt128.toBigInteger(offsetHigh, offsetLow));
    if (sum.bitLength() > address.family().bits()) {
      assertThatThrownBy(() -> address.plus(offsetHigh, offsetLow))
          .isInstanceOf(ArithmeticException.class);
    } else {
      assertThat(address.plus(offsetHigh, offsetLow).toBigInteger()).isEqualTo(sum);
    }
  }

  @Example
  void mappedAddressesAreAmongThoseCompared() {
    assertThat(oracle(IpAddress.parse("::ffff:192.0.2.1")).toIPv6().toMixedString())
        .isEqualTo("::ffff:192.0.2.1");
  }

  private static IPAddress oracle(IpAddress address) {
    return new IPAddressString(
            address.family() == IpFamily.IPV4 ? dotted(address.toBytes()) : hex(address.toBytes()))
        .getAddress();
  }

  private static String dotted(byte[] bytes) {
    return "%d.%d.%d.%d"
        .formatted(bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff, bytes[3] & 0xff);
  }

  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes.length; i += 2) {
      text.append(i == 0 ? "" : ":")
          .append("%02x%02x".formatted(bytes[i] & 0xff, bytes[i + 1] & 0xff));
    }
    return text.toString();
  }

  private static boolean isMapped(IpAddress address) {
    return address.family() == IpFamily.IPV6
        && address.high() == 0
        && address.low() >>> 32 == 0xffff;
  }
}
