package dev.ipam.net;

import static dev.ipam.net.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.math.BigInteger;
import java.util.Arrays;
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
final class AddressRangeTest {
  private static final String ALL_IPV6 = "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1 | write the first and the last address joined by '-', also where they are the"
            + " same",
        "10.0.0.0/24 | it looks like a CIDR, write the first and the last address joined by '-'",
        "10.0.0.1 - 10.0.0.9 | it contains a space",
        "10.0.0.1- 10.0.0.9 | it contains a space",
        "10.0.0.1-9 | an IPv4 address has 4 octets and this has 1",
        "10.0.0.1- | the address is empty",
        "-10.0.0.1 | the address is empty",
        "10.0.0.0/24-10.0.1.0/24 | a prefix length does not belong to an address, leave out the"
            + " part from '/' on",
      })
  @Tag("IPAM-1.08")
  void aMalformedRangeIsQuotedWithTheReason(String text, String why) {
    refused(
        "MalformedRange",
        "\"" + text + "\" is not an address range: " + why,
        () -> AddressRange.parse(text));
  }

  @Test
  void aSecondDashIsRefused() {
    refused("MalformedRange", () -> AddressRange.parse("10.0.0.1-10.0.0.2-10.0.0.3"));
    refused("MalformedRange", () -> AddressRange.parse("10.0.0.1--10.0.0.3"));
  }

  @Test
  @Tag("IPAM-1.14")
  void aRangeDoesNotEndBeforeItStarts() {
    refused(
        "MalformedRange",
        "range 10.0.0.9-10.0.0.1 ends before it starts: write 10.0.0.1-10.0.0.9",
        () -> AddressRange.parse("10.0.0.9-10.0.0.1"));
    assertThat(AddressRange.parse("::1-::1").size()).isOne();
  }

  @Test
  @Tag("IPAM-1.14")
  void aRangeIsOfOneFamily() {
    refused(
        "FamilyMismatch",
        "range 10.0.0.5-::9 starts in IPv4 and ends in IPv6: both ends must be of one family",
        () -> AddressRange.parse("10.0.0.5-::9"));
    AddressRange all = AddressRange.parse(ALL_IPV6);
    assertThat(all.contains(IpAddress.parse("10.0.0.1"))).isFalse();
    AddressRange allIpv4 = AddressRange.parse("0.0.0.0-255.255.255.255");
    assertThat(allIpv4.contains(IpAddress.parse("::1"))).isFalse();
    assertThat(all.overlaps(allIpv4)).isFalse();
    assertThat(all.adjoins(allIpv4)).isFalse();
    assertThat(allIpv4.adjoins(all)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1-10.0.0.9, 9, 9",
    "0.0.0.0-255.255.255.255, 4294967296, 4294967296",
    "::-::7fff:ffff:ffff:fffe, 9223372036854775807, 9223372036854775807",
    "::-::7fff:ffff:ffff:ffff, 9223372036854775808, 9223372036854775807",
    "::-::ffff:ffff:ffff:ffff, 18446744073709551616, 9223372036854775807",
    "::ffff:ffff:ffff:ffff-0:0:0:1::, 2, 2",
    ALL_IPV6 + ", 340282366920938463463374607431768211456, 9223372036854775807",
  })
  @Tag("IPAM-1.15")
  void sizesAreExactAndSaturateByName(String text, BigInteger size, long saturated) {
    AddressRange range = AddressRange.parse(text);
    assertThat(range.size()).isEqualTo(size);
    assertThat(range.saturatedSize()).isEqualTo(saturated);
    assertThat(range).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1-10.0.0.4, 10.0.0.5-10.0.0.9, false, true",
    "10.0.0.1-10.0.0.4, 10.0.0.4-10.0.0.9, true, false",
    "10.0.0.1-10.0.0.4, 10.0.0.6-10.0.0.9, false, false",
    "10.0.0.1-10.0.0.9, 10.0.0.3-10.0.0.4, true, false",
    "10.0.0.1-10.0.0.9, 10.0.0.1-10.0.0.9, true, false",
    "0.0.0.0-0.0.0.0, 255.255.255.255-255.255.255.255, false, false",
    "::-::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,"
        + " false, false",
    "::-::ffff:ffff:ffff:ffff, 0:0:0:1::-0:0:0:2::, false, true",
  })
  void rangesOverlapOrAdjoin(String one, String other, boolean overlaps, boolean adjoins) {
    AddressRange a = AddressRange.parse(one);
    AddressRange b = AddressRange.parse(other);
    assertThat(a.overlaps(b)).isEqualTo(overlaps);
    assertThat(b.overlaps(a)).isEqualTo(overlaps);
    assertThat(a.adjoins(b)).isEqualTo(adjoins);
    assertThat(b.adjoins(a)).isEqualTo(adjoins);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0-10.0.0.255, 10.0.0.0/24",
    "10.0.0.1-10.0.0.6, 10.0.0.1/32 10.0.0.2/31 10.0.0.4/31 10.0.0.6/32",
    "0.0.0.0-255.255.255.255, 0.0.0.0/0",
    "255.255.255.255-255.255.255.255, 255.255.255.255/32",
    ALL_IPV6 + ", ::/0",
    "::-feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ::/1 8000::/2 c000::/3 e000::/4 f000::/5 f800::/6"
        + " fc00::/7 fe00::/8",
    "::ffff:ffff:ffff:ffff-0:0:0:1::, ::ffff:ffff:ffff:ffff/128 0:0:0:1::/128",
  })
  void aRangeIsTheFewestBlocks(String range, String blocks) {
    assertThat(AddressRange.parse(range).toCidrs())
        .containsExactlyElementsOf(Arrays.stream(blocks.split(" ", -1)).map(Cidr::parse).toList());
  }

  @Test
  @Tag("IPAM-1.16")
  void theMostBlocksAreThoseOfAllButTheTwoEnds() {
    List<Cidr> blocks = AddressRange.parse("::1-ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe").toCidrs();
    assertThat(blocks).hasSize(254);
    assertThat(AddressRange.parse("0.0.0.1-255.255.255.254").toCidrs()).hasSize(62);
    assertThatThrownBy(() -> blocks.remove(0)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void orderIsFirstThenLast() {
    assertThat(
            List.of(
                AddressRange.parse("10.0.0.1-10.0.0.2"),
                AddressRange.parse("10.0.0.1-10.0.0.3"),
                AddressRange.parse("10.0.0.2-10.0.0.2"),
                AddressRange.parse("::-::")))
        .isSorted();
    assertThat(
            AddressRange.parse("10.0.0.1-10.0.0.2")
                .compareTo(AddressRange.parse("10.0.0.1-10.0.0.3")))
        .isNegative();
  }

  @Property
  void whatIsPrintedReadsBackEqual(@ForAll AddressRange range) {
    assertThat(AddressRange.parse(range.toString())).isEqualTo(range);
  }

  @Property
  void membershipAndSizeAreThoseOfTheNumbers(
      @ForAll AddressRange one, @ForAll AddressRange other, @ForAll IpAddress address) {
    assertThat(one.size())
        .isEqualTo(
            one.last().toBigInteger().subtract(one.first().toBigInteger()).add(BigInteger.ONE));
    boolean sameFamily = address.family() == one.family();
    assertThat(one.contains(address))
        .isEqualTo(sameFamily && !below(address, one.first()) && !below(one.last(), address));
    boolean comparable = one.family() == other.family();
    assertThat(one.contains(other))
        .isEqualTo(
            comparable && !below(other.first(), one.first()) && !below(one.last(), other.last()));
    assertThat(one.overlaps(other))
        .isEqualTo(
            comparable && !below(one.last(), other.first()) && !below(other.last(), one.first()));
  }

  @Property
  void blocksCoverExactlyTheRange(@ForAll AddressRange range) {
    List<Cidr> blocks = range.toCidrs();
    assertThat(blocks.get(0).first()).isEqualTo(range.first());
    assertThat(blocks.get(blocks.size() - 1).last()).isEqualTo(range.last());
    for (int i = 1; i < blocks.size(); i++) {
      assertThat(blocks.get(i).first()).isEqualTo(blocks.get(i - 1).last().plus(1));
    }
    IPAddress first = new IPAddressString(range.first().toString()).getAddress();
    IPAddress last = new IPAddressString(range.last().toString()).getAddress();
    assertThat(blocks)
        .extracting(block -> block.first().toBigInteger() + "/" + block.prefixLength())
        .containsExactly(
            Arrays.stream(first.spanWithPrefixBlocks(last))
                .map(block -> block.getLower().getValue() + "/" + block.getPrefixLength())
                .toArray(String[]::new));
  }

  private static boolean below(IpAddress one, IpAddress other) {
    return one.toBigInteger().compareTo(other.toBigInteger()) < 0;
  }
}
