package dev.ipam.net;

import static dev.ipam.net.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.MACAddressString;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Domain(NetArbitraries.class)
@Domain(DomainContext.Global.class)
final class MacAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "00:16:3e:11:22:33",
        "00:16:3E:11:22:33",
        "00-16-3e-11-22-33",
        "0016.3e11.2233",
        "00163e112233",
        "00163E112233"
      })
  @Tag("IPAM-1.23")
  void theUsualNotationsOf48BitsAreRead(String text) {
    assertThat(MacAddress.parse(text))
        .isEqualTo(new MacAddress(0x0016_3e11_2233L, 48))
        .hasToString("00:16:3e:11:22:33");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fe:16:3e:11:22:33:44:55",
        "FE-16-3E-11-22-33-44-55",
        "fe16.3e11.2233.4455",
        "fe163e1122334455"
      })
  @Tag("IPAM-1.23")
  void theUsualNotationsOf64BitsAreRead(String text) {
    assertThat(MacAddress.parse(text))
        .isEqualTo(new MacAddress(0xfe16_3e11_2233_4455L, 64))
        .hasToString("fe:16:3e:11:22:33:44:55");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | it is empty",
        "00:16-3e:11:22:33 | it mixes ':' and '-', use one of them",
        "00:16:3e:11:22 | it has 10 hex digits and must have 12 or 16",
        "00:16:3e:11:22:33:44 | it has 14 hex digits and must have 12 or 16",
        "163e112233 | it has 10 hex digits and must have 12 or 16",
        "1 | it has 1 hex digits and must have 12 or 16",
        "0:16:3e:1:2:3 | groups must have 2 hex digits each",
        "0016:3e11:2233 | groups must have 2 hex digits each",
        "00.16.3e.11.22.33 | groups must have 4 hex digits each",
        "00::16:3e:11:22 | groups must have 2 hex digits each",
        ":00:16:3e:11:22:33 | groups must have 2 hex digits each",
        "00:16:3e:11:22:33:44:55:66 | it has 26 characters and the longest has 23",
      })
  @Tag("IPAM-1.08")
  void aMalformedMacIsQuotedWithTheReason(String text, String why) {
    refused(
        "MalformedMac",
        "\"" + text + "\" is not a MAC address: " + why,
        () -> MacAddress.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz:16:3e:11:22:33",
        "00 16 3e 11 22 33",
        " 00:16:3e:11:22:33",
        "0x00163e112233",
        "００163e112233",
        "00:16:3e:11:22:33\n"
      })
  void otherCharactersAreRefused(String text) {
    assertThat(refused("MalformedMac", () -> MacAddress.parse(text)))
        .hasMessageEndingWith(
            "is not a MAC address: write it as 00:16:3e:11:22:33, 00-16-3e-11-22-33,"
                + " 0016.3e11.2233 or 00163e112233.");
  }

  @Test
  void aTrailingSeparatorIsRefused() {
    refused(
        "MalformedMac",
        "\"00:16:3e:11:22:33:\" is not a MAC address: groups must have 2 hex digits each",
        () -> MacAddress.parse("00:16:3e:11:22:33:"));
    refused("MalformedMac", () -> MacAddress.parse("0016.3e11.2233."));
    refused("MalformedMac", () -> MacAddress.parse("-"));
  }

  @Test
  void otherLengthsAndMoreBitsAreRefused() {
    refused(
        "MalformedMac",
        "a MAC address of 47 bits does not exist: use 48 or 64",
        () -> new MacAddress(0, 47));
    refused(
        "MalformedMac",
        "0x1000000000000 is not a 48-bit MAC address: only the low 48 bits may be set",
        () -> new MacAddress(1L << 48, 48));
    refused("MalformedMac", () -> new MacAddress(-1, 48));
    assertThat(new MacAddress(-1, 64)).hasToString("ff:ff:ff:ff:ff:ff:ff:ff");
  }

  @ParameterizedTest
  @CsvSource({
    "00:16:3e:11:22:33, 02163efffe112233",
    "02:00:00:00:00:01, 000000fffe000001",
    "ff:ff:ff:ff:ff:ff, fdfffffffeffffff",
    "00:00:00:00:00:00, 020000fffe000000",
    "00:16:3e:11:22:33:44:55, 02163e1122334455",
  })
  void theInterfaceIdentifierIsTheModifiedEui64(String mac, String identifier) {
    assertThat(MacAddress.parse(mac).toInterfaceIdentifier())
        .isEqualTo(Long.parseUnsignedLong(identifier, 16));
  }

  @Property
  void whatIsPrintedReadsBackEqual(@ForAll MacAddress mac) {
    String colons = mac.toString();
    assertThat(MacAddress.parse(colons)).isEqualTo(mac);
    assertThat(MacAddress.parse(colons.replace(':', '-'))).isEqualTo(mac);
    String digits = colons.replace(":", "");
    assertThat(MacAddress.parse(digits)).isEqualTo(mac);
    String dots = String.join(".", digits.split("(?<=\\G.{4})", -1)).replaceFirst("\\.$", "");
    assertThat(MacAddress.parse(dots)).isEqualTo(mac);
  }

  @Property
  void anotherLibraryAgrees(@ForAll MacAddress mac) {
    inet.ipaddr.mac.MACAddress other = new MACAddressString(mac.toString()).getAddress();
    assertThat(mac).hasToString(other.toColonDelimitedString());
    // It takes 64 bits for an interface identifier only where they hold 48 around fffe.
    if (mac.bits() == 48) {
      IpAddress derived = Eui64.derive(Cidr.parse("2001:db8::/64"), mac);
      assertThat(derived.low())
          .isEqualTo(IpAddress.ofBytes(other.toLinkLocalIPv6().getBytes()).low());
    }
  }
}
