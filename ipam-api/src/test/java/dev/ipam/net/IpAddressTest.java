package dev.ipam.net;

import static dev.ipam.net.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IpAddressTest {
  private static final String HIGHEST_IPV6 = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0",
    "0.0.0.1, 1",
    "10.0.0.5, 167772165",
    "192.0.2.1, 3221225985",
    "255.255.255.255, 4294967295",
  })
  @Tag("IPAM-1.04")
  void dottedDecimalIsIpv4(String text, long bits) {
    assertThat(IpAddress.parse(text)).isEqualTo(new IpAddress(IpFamily.IPV4, 0, bits));
    assertThat(IpAddress.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "::, 0, 0",
    "::1, 0, 1",
    "1::, 1000000000000, 0",
    "1:2:3:4:5:6:7:8, 1000200030004, 5000600070008",
    "1:2:3:4:5:6:7::, 1000200030004, 5000600070000",
    "::2:3:4:5:6:7:8, 200030004, 5000600070008",
    "1::8, 1000000000000, 8",
    "2001:DB8::Ab, 20010db800000000, ab",
    "0001:0002:0003:0004:0005:0006:0007:0008, 1000200030004, 5000600070008",
    "::ffff:192.0.2.1, 0, ffffc0000201",
    "64:ff9b::192.0.2.33, 64ff9b00000000, c0000221",
    "::1.2.3.4, 0, 1020304",
    "1:2:3:4:5:6:1.2.3.4, 1000200030004, 5000601020304",
    "1::3:4:5:6:1.2.3.4, 1000000030004, 5000601020304",
    "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255, ffffffffffffffff, ffffffffffffffff",
  })
  @Tag("IPAM-1.05")
  void everyFormOfRfc4291IsIpv6(String text, String high, String low) {
    assertThat(IpAddress.parse(text))
        .isEqualTo(
            IpAddress.ofIpv6(Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16)));
  }

  @ParameterizedTest
  @CsvSource({
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "1:0:0:0:0:0:0:0, 1::",
    "2001:0DB8::00AB, 2001:db8::ab",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "0:0:1:0:0:1:0:0, ::1:0:0:1:0:0",
    "0:1:2:3:4:5:6:7, 0:1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7:0",
    "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
    "0:0:0:0:0:ffff:c000:201, ::ffff:192.0.2.1",
    "::ffff:0:0, ::ffff:0.0.0.0",
    "::fffe:c000:201, ::fffe:c000:201",
    "::192.0.2.1, ::c000:201",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
  })
  @Tag("IPAM-1.09")
  void ipv6PrintsAsRfc5952(String text, String canonical) {
    assertThat(IpAddress.parse(text)).hasToString(canonical);
  }

  @Test
  @Tag("IPAM-1.03")
  void theFamilyIsWhatTheTextSays() {
    IpAddress mapped = IpAddress.parse("::ffff:192.0.2.1");
    assertThat(mapped.family()).isEqualTo(IpFamily.IPV6);
    assertThat(mapped).isNotEqualTo(IpAddress.parse("192.0.2.1"));
    assertThat(IpAddress.ofBytes(mapped.toBytes())).isEqualTo(mapped);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | the address is empty",
        "10.0.0.300 | octet 4 is above 255",
        "10.0.0.05 | octet 4 has a leading zero, which some read as octal: leave it out",
        "010.0.0.5 | octet 1 has a leading zero, which some read as octal: leave it out",
        "10.5 | an IPv4 address has 4 octets and this has 2",
        "167772165 | octet 1 is above 255",
        "10.0.0 | an IPv4 address has 4 octets and this has 3",
        "10.0.0. | octet 4 is missing",
        "10..0.1 | octet 2 is missing",
        "10.0.0.1.2 | an IPv4 address has 4 octets and this has more",
        "10.0.0.1a | octet 4 is not a decimal number",
        "a.0.0.1 | octet 1 is not a decimal number",
        "10.0.0a.1 | octet 3 is not a decimal number",
        "' 10.0.0.1' | it contains a space",
        "10.0.0.1/32 | a prefix length does not belong to an address, leave out the part from '/'"
            + " on",
        "fe80::1%eth0 | a zone id has no meaning here, leave out the part from '%' on",
        "1:2:3:4:5:6:7 | an IPv6 address has 8 groups and this has 7 and no '::'",
        "1:2:3:4:5:6:7:8:9 | an IPv6 address has 8 groups and this has more",
        "1:2:3:4:5:6:7:1.2.3.4 | an IPv6 address has 8 groups and this has more",
        "1::2:3:4:5:6:7:8 | '::' stands for at least one group, but 8 are written out",
        "1::2::3 | '::' may stand in one place only",
        ":::1 | a group between two colons is empty, or '::' has a colon too many",
        "1:::2 | a group between two colons is empty, or '::' has a colon too many",
        ":1::2 | it starts with a single colon",
        ": | it starts with a single colon",
        "1::2: | it ends with a single colon",
        "12345::1 | group '12345' has more than 4 hex digits",
        "::1.2.3 | an IPv4 address has 4 octets and this has 3",
        "::1.2.3.4:5 | an IPv4 part must be the end of an IPv6 address",
        "::01.2.3.4 | octet 1 has a leading zero, which some read as octal: leave it out",
      })
  @Tag("IPAM-1.06")
  @Tag("IPAM-1.08")
  void aMalformedAddressIsQuotedWithTheReason(String text, String why) {
    refused(
        "MalformedAddress",
        "\"" + text + "\" is not an IP address: " + why,
        () -> IpAddress.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "router.example",
        "localhost",
        "[::1]",
        "10,0,0,1",
        "0x0a000001",
        "１０.0.0.1",
        "+1.0.0.1"
      })
  @Tag("IPAM-1.07")
  void whatIsNoAddressIsNotLookedUp(String text) {
    refused(
        "MalformedAddress",
        "\""
            + text
            + "\" is not an IP address: write digits and dots (192.0.2.1) or hex digits and colons"
            + " (2001:db8::1); names are not looked up",
        () -> IpAddress.parse(text));
  }

  @Test
  void aLongTextIsCutInTheMessage() {
    String text = "1:".repeat(1_000_000);
    assertThat(refused("MalformedAddress", () -> IpAddress.parse(text)))
        .hasMessage(
            "\""
                + "1:".repeat(30)
                + "…\" is not an IP address: it has 2000000 characters and the longest address has"
                + " 45.")
        .extracting(refusal -> String.valueOf(refusal.fields().get("input")).length())
        .isEqualTo(61);
  }

  @Test
  void aMessageStaysOnOneLine() {
    assertThat(refused("MalformedAddress", () -> IpAddress.parse("1\n2\u001b[31m")).getMessage())
        .startsWith("\"1\uFFFD2\uFFFD[31m\" is not");
  }

  @Test
  @Tag("IPAM-1.01")
  void bitsBeyondIpv4AreRefused() {
    refused(
        "MalformedAddress",
        "0x00000000000000000000000100000000 is not an IPv4 address: only the low 32 bits may be"
            + " set",
        () -> new IpAddress(IpFamily.IPV4, 0, 1L << 32));
    refused("MalformedAddress", () -> new IpAddress(IpFamily.IPV4, 1, 0));
    refused("MalformedAddress", () -> new IpAddress(IpFamily.IPV4, 0, -1));
  }

  @Test
  void bytesAreInNetworkOrder() {
    assertThat(IpAddress.ofBytes(new byte[] {(byte) 192, 0, 2, (byte) 255}))
        .hasToString("192.0.2.255");
    byte[] bytes = new byte[16];
    bytes[0] = 0x20;
    bytes[15] = (byte) 0x80;
    assertThat(IpAddress.ofBytes(bytes)).hasToString("2000::80");
    refused(
        "MalformedAddress",
        "5 bytes are not an IP address: IPv4 has 4 and IPv6 has 16",
        () -> IpAddress.ofBytes(new byte[5]));
  }

  @Test
  void numbersBeyondTheFamilyAreRefused() {
    refused(
        "MalformedAddress",
        "4294967296 is not an IPv4 address: the number must be from 0 to 2^32-1",
        () -> IpAddress.ofBigInteger(IpFamily.IPV4, BigInteger.ONE.shiftLeft(32)));
    refused(
        "MalformedAddress",
        "-1 is not an IPv6 address: the number must be from 0 to 2^128-1",
        () -> IpAddress.ofBigInteger(IpFamily.IPV6, BigInteger.ONE.negate()));
    refused(
        "MalformedAddress",
        "a number of 8000001 bits is not an IPv6 address: the number must be from 0 to 2^128-1",
        () -> IpAddress.ofBigInteger(IpFamily.IPV6, BigInteger.ONE.shiftLeft(8_000_000)));
  }

  @Test
  @Tag("IPAM-1.02")
  void ipv4ComesBeforeIpv6AndOrderIsUnsigned() {
    List<IpAddress> ascending =
        List.of(
            IpAddress.parse("0.0.0.0"),
            IpAddress.parse("127.255.255.255"),
            IpAddress.parse("128.0.0.0"),
            IpAddress.parse("255.255.255.255"),
            IpAddress.parse("::"),
            IpAddress.parse("::7fff:ffff:ffff:ffff"),
            IpAddress.parse("::8000:0:0:0"),
            IpAddress.parse("0:0:0:1::"),
            IpAddress.parse("7fff::"),
            IpAddress.parse("8000::"),
            IpAddress.parse(HIGHEST_IPV6));
    assertThat(ascending).isSorted().doesNotHaveDuplicates();
    for (int i = 1; i < ascending.size(); i++) {
      assertThat(ascending.get(i - 1).compareTo(ascending.get(i))).isNegative();
      assertThat(ascending.get(i).compareTo(ascending.get(i - 1))).isPositive();
    }
  }

  @Test
  void theEndsOfEachFamilyAreKnown() {
    for (String lowest : List.of("0.0.0.0", "::")) {
      assertThat(IpAddress.parse(lowest).isLowest()).isTrue();
      assertThat(IpAddress.parse(lowest).isHighest()).isFalse();
    }
    for (String highest : List.of("255.255.255.255", HIGHEST_IPV6)) {
      assertThat(IpAddress.parse(highest).isLowest()).isFalse();
      assertThat(IpAddress.parse(highest).isHighest()).isTrue();
    }
    assertThat(IpAddress.parse("::ffff:ffff:ffff:ffff").isHighest()).isFalse();
    assertThat(IpAddress.parse("::ffff:ffff").isHighest()).isFalse();
    assertThat(IpAddress.parse("1::").isLowest()).isFalse();
  }

  @Test
  @Tag("IPAM-1.17")
  void steppingPastTheEndOfAFamilyThrows() {
    IpAddress highestIpv4 = IpAddress.parse("255.255.255.255");
    IpAddress highestIpv6 = IpAddress.parse(HIGHEST_IPV6);
    assertThatThrownBy(() -> highestIpv4.plus(1))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("255.255.255.255 plus 1 is not an IPv4 address");
    assertThatThrownBy(() -> highestIpv6.plus(1))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage(HIGHEST_IPV6 + " plus 1 is not an IPv6 address");
    assertThatThrownBy(() -> IpAddress.parse("0.0.0.0").plus(-1))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("0.0.0.0 plus -1 is not an IPv4 address");
    assertThatThrownBy(() -> IpAddress.parse("::1").plus(-2))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> IpAddress.parse("1::").plus(-1L, -1L))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("1:: plus 340282366920938463463374607431768211455 is not an IPv6 address");
    assertThatThrownBy(() -> IpAddress.parse("0.0.0.0").plus(1L, 0L))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void steppingCarriesAcrossTheHalves() {
    assertThat(IpAddress.parse("::ffff:ffff:ffff:ffff").plus(1)).hasToString("0:0:0:1::");
    assertThat(IpAddress.parse("0:0:0:1::").plus(-1)).hasToString("::ffff:ffff:ffff:ffff");
    assertThat(IpAddress.parse("10.0.0.255").plus(1)).hasToString("10.0.1.0");
    assertThat(IpAddress.parse("::").plus(-1L, -1L)).hasToString(HIGHEST_IPV6);
  }

  @Test
  void familiesAreKnownByVersion() {
    assertThat(IpFamily.ofVersion(4)).isEqualTo(IpFamily.IPV4);
    assertThat(IpFamily.ofVersion(6)).isEqualTo(IpFamily.IPV6);
    assertThat(IpFamily.IPV4.version()).isEqualTo(4);
    assertThat(IpFamily.IPV6.version()).isEqualTo(6);
    refused("FamilyMismatch", "there is no IP version 5: use 4 or 6", () -> IpFamily.ofVersion(5));
  }
}
