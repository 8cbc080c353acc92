package dev.ipam.net;

import static dev.ipam.net.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Domain(NetArbitraries.class)
@Domain(DomainContext.Global.class)
final class CidrTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0/0, 0.0.0.0, 255.255.255.255, 4294967296",
    "192.0.2.0/24, 192.0.2.0, 192.0.2.255, 256",
    "10.0.0.4/30, 10.0.0.4, 10.0.0.7, 4",
    "10.0.0.4/31, 10.0.0.4, 10.0.0.5, 2",
    "255.255.255.255/32, 255.255.255.255, 255.255.255.255, 1",
    "::/0, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 340282366920938463463374607431768211456",
    "8000::/1, 8000::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,"
        + " 170141183460469231731687303715884105728",
    "2001:db8::/63, 2001:db8::, 2001:db8:0:1:ffff:ffff:ffff:ffff, 36893488147419103232",
    "2001:db8::/64, 2001:db8::, 2001:db8::ffff:ffff:ffff:ffff, 18446744073709551616",
    "2001:db8::/65, 2001:db8::, 2001:db8::7fff:ffff:ffff:ffff, 9223372036854775808",
    "::1/128, ::1, ::1, 1",
    "::ffff:10.0.0.0/120, ::ffff:10.0.0.0, ::ffff:10.0.0.255, 256",
  })
  @Tag("IPAM-1.13")
  void aBlockHasItsEndsAndSize(String text, String first, String last, BigInteger size) {
    Cidr cidr = Cidr.parse(text);
    assertThat(cidr).hasToString(text);
    assertThat(cidr.network()).isEqualTo(cidr.first());
    assertThat(cidr.first()).hasToString(first);
    assertThat(cidr.last()).hasToString(last);
    assertThat(cidr.range()).isEqualTo(new AddressRange(cidr.first(), cidr.last()));
    assertThat(cidr.size()).isEqualTo(size);
    assertThat(cidr.saturatedSize())
        .isEqualTo(size.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue());
  }

  @Test
  @Tag("IPAM-1.15")
  void sizesSaturateAtTheLargestLong() {
    assertThat(Cidr.parse("::/66").saturatedSize()).isEqualTo(1L << 62);
    assertThat(Cidr.parse("::/65").saturatedSize()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.5/24, 10.0.0.0/24",
    "10.0.0.1/31, 10.0.0.0/31",
    "255.255.255.255/0, 0.0.0.0/0",
    "2001:db8::1/64, 2001:db8::/64",
    "2001:db8:0:1::/63, 2001:db8::/63",
    "::1/127, ::/127",
    "fe80::1/64, fe80::/64",
    "8000::/0, ::/0",
  })
  @Tag("IPAM-1.11")
  void hostBitsAreRefusedAndTheNetworkOffered(String text, String network) {
    refused(
        "HostBitsSet",
        "CIDR " + text + " has host bits set: the network is " + network,
        () -> Cidr.parse(text));
    String[] parts = text.split("/", -1);
    IpAddress address = IpAddress.parse(parts[0]);
    int prefixLength = Integer.parseInt(parts[1]);
    refused("HostBitsSet", () -> new Cidr(address, prefixLength));
    assertThat(Cidr.containing(address, prefixLength)).hasToString(network);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.0 | it has no prefix length, add one such as /24",
        "10.0.0.0/ | the prefix length after '/' is missing",
        "10.0.0.0/x | the prefix length must be a decimal number, such as /24",
        "10.0.0.0/+8 | the prefix length must be a decimal number, such as /24",
        "10.0.0.0/-8 | the prefix length must be a decimal number, such as /24",
        "'10.0.0.0/8 ' | the prefix length must be a decimal number, such as /24",
        "10.0.0.0/8/8 | the prefix length must be a decimal number, such as /24",
        "10.0.0.0/255.0.0.0 | the prefix length must be a decimal number, such as /24",
        "10.0.0.0/٨ | the prefix length must be a decimal number, such as /24",
        "10.0.0.0/08 | the prefix length has a leading zero, leave it out",
        "10.0.0.0/00 | the prefix length has a leading zero, leave it out",
        "10.0.0.0/99999999999 | the prefix length has more than 3 digits",
        "10/8 | an IPv4 address has 4 octets and this has 1",
        "/8 | the address is empty",
        "'' | it has no prefix length, add one such as /24",
        "fe80::%eth0/64 | a zone id has no meaning here, leave out the part from '%' on",
      })
  @Tag("IPAM-1.08")
  @Tag("IPAM-1.12")
  void aMalformedCidrIsQuotedWithTheReason(String text, String why) {
    refused("MalformedCidr", "\"" + text + "\" is not a CIDR: " + why, () -> Cidr.parse(text));
  }

  @Test
  @Tag("IPAM-1.18")
  void prefixLengthsBeyondTheFamilyAreRefused() {
    refused(
        "InvalidPrefixLength",
        "\"10.0.0.0/33\" has a prefix length that does not exist in IPv4: use 0 to 32",
        () -> Cidr.parse("10.0.0.0/33"));
    refused(
        "InvalidPrefixLength",
        "\"::/129\" has a prefix length that does not exist in IPv6: use 0 to 128",
        () -> Cidr.parse("::/129"));
    IpAddress zero = IpAddress.parse("0.0.0.0");
    refused(
        "InvalidPrefixLength",
        "prefix length -1 does not exist in IPv4: use 0 to 32",
        () -> new Cidr(zero, -1));
    refused("InvalidPrefixLength", () -> new Cidr(zero, 33));
    refused("InvalidPrefixLength", () -> Cidr.containing(zero, 33));
    refused("InvalidPrefixLength", () -> Cidr.containing(zero, Integer.MIN_VALUE));
  }

  @Test
  void orderIsFamilyThenNetworkThenLength() {
    assertThat(
            List.of(
                Cidr.parse("0.0.0.0/0"),
                Cidr.parse("0.0.0.0/32"),
                Cidr.parse("10.0.0.0/8"),
                Cidr.parse("10.0.0.0/9"),
                Cidr.parse("10.128.0.0/9"),
                Cidr.parse("200.0.0.0/8"),
                Cidr.parse("::/0"),
                Cidr.parse("::/128")))
        .isSorted();
    assertThat(Cidr.parse("10.0.0.0/8").compareTo(Cidr.parse("10.0.0.0/9"))).isNegative();
  }

  @Test
  void theOtherFamilyIsNeverContained() {
    assertThat(Cidr.parse("::/0").contains(IpAddress.parse("10.0.0.1"))).isFalse();
    assertThat(Cidr.parse("0.0.0.0/0").contains(IpAddress.parse("::1"))).isFalse();
    assertThat(Cidr.parse("::ffff:10.0.0.0/104").contains(IpAddress.parse("10.0.0.1"))).isFalse();
    assertThat(Cidr.parse("::/0").overlaps(Cidr.parse("0.0.0.0/0"))).isFalse();
  }

  @Property
  void whatIsPrintedReadsBackEqual(@ForAll Cidr cidr) {
    assertThat(Cidr.parse(cidr.toString())).isEqualTo(cidr);
  }

  @Property
  void arithmeticIsThatOfTheNumbers(@ForAll Cidr cidr, @ForAll IpAddress address) {
    BigInteger first = cidr.first().toBigInteger();
    BigInteger last = cidr.last().toBigInteger();
    assertThat(last.subtract(first).add(BigInteger.ONE)).isEqualTo(cidr.size());
    assertThat(cidr.size().bitCount()).isEqualTo(1);
    assertThat(first.mod(cidr.size())).isZero();
    BigInteger number = address.toBigInteger();
    boolean inside =
        address.family() == cidr.family()
            && number.compareTo(first) >= 0
            && number.compareTo(last) <= 0;
    assertThat(cidr.contains(address)).isEqualTo(inside);
    assertThat(cidr.contains(cidr.first())).isTrue();
    assertThat(cidr.contains(cidr.last())).isTrue();
    assertThat(cidr.last().isHighest() || !cidr.contains(cidr.last().plus(1))).isTrue();
    assertThat(cidr.first().isLowest() || !cidr.contains(cidr.first().plus(-1))).isTrue();
  }

  @Property
  void relationsAreThoseOfRanges(@ForAll Cidr one, @ForAll Cidr other) {
    assertThat(one.contains(other)).isEqualTo(one.range().contains(other.range()));
    assertThat(one.overlaps(other)).isEqualTo(one.range().overlaps(other.range()));
    assertThat(one.contains(one)).isTrue();
  }

  @Property
  void anotherLibraryAgrees(@ForAll Cidr cidr, @ForAll IpAddress address) {
    IPAddress block = new IPAddressString(cidr.toString()).getAddress().toPrefixBlock();
    assertThat(IpAddress.ofBytes(block.getLower().getBytes())).isEqualTo(cidr.first());
    assertThat(IpAddress.ofBytes(block.getUpper().getBytes())).isEqualTo(cidr.last());
    assertThat(block.getCount()).isEqualTo(cidr.size());
    IPAddress other = new IPAddressString(address.toString()).getAddress();
    assertThat(block.contains(other)).isEqualTo(cidr.contains(address));
    for (int length = 0; length <= address.family().bits(); length += 7) {
      assertThat(Cidr.containing(address, length).first().toBytes())
          .isEqualTo(other.toPrefixBlock(length).getLower().getBytes());
    }
  }
}
