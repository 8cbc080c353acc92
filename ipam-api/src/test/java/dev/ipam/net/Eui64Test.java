package dev.ipam.net;

import static dev.ipam.net.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Domain(NetArbitraries.class)
@Domain(DomainContext.Global.class)
final class Eui64Test {
  @ParameterizedTest
  @CsvSource({
    "2001:db8::/64, 02:00:00:00:00:01, 2001:db8::ff:fe00:1",
    "2001:db8::/64, ff:ff:ff:ff:ff:ff, 2001:db8::fdff:ffff:feff:ffff",
    "2001:db8:1:2::/64, 00-16-3E-11-22-33, 2001:db8:1:2:216:3eff:fe11:2233",
    "2001:db8:1:2::/63, fa:16:3e:aa:bb:cc, 2001:db8:1:2:f816:3eff:feaa:bbcc",
    "fe80::/10, 00:16:3e:11:22:33, fe80::216:3eff:fe11:2233",
    "::/0, 00:16:3e:11:22:33, ::216:3eff:fe11:2233",
    "fe80::/64, 00:16:3e:11:22:33:44:55, fe80::216:3e11:2233:4455",
  })
  void theAddressIsPrefixAndIdentifier(String prefix, String mac, String address) {
    assertThat(Eui64.derive(Cidr.parse(prefix), MacAddress.parse(mac))).hasToString(address);
  }

  @Test
  void ipv4AndLongerPrefixesAreRefused() {
    MacAddress mac = MacAddress.parse("00:16:3e:11:22:33");
    refused(
        "AddressCalculationFailed",
        "no address can be calculated from prefix 10.0.0.0/24 and MAC address 00:16:3e:11:22:33: it is IPv4, use an IPv6"
            + " subnet of /64 or shorter",
        () -> Eui64.derive(Cidr.parse("10.0.0.0/24"), mac));
    refused(
        "AddressCalculationFailed",
        "no address can be calculated from prefix 2001:db8::/65 and MAC address 00:16:3e:11:22:33: the identifier has 64 bits,"
            + " use a prefix of /64 or shorter",
        () -> Eui64.derive(Cidr.parse("2001:db8::/65"), mac));
  }

  @Property
  void theAddressIsTheSumWithTheUniversalBitInverted(
      @ForAll IpAddress network, @ForAll MacAddress mac) {
    if (network.family() == IpFamily.IPV6) {
      Cidr prefix = Cidr.containing(network, 64);
      String digits = mac.toString().replace(":", "");
      String eui64 =
          mac.bits() == 48 ? digits.substring(0, 6) + "fffe" + digits.substring(6) : digits;
      BigInteger sum = prefix.network().toBigInteger().add(new BigInteger(eui64, 16)).flipBit(57);
      IpAddress derived = Eui64.derive(prefix, mac);
      assertThat(derived.toBigInteger()).isEqualTo(sum);
      assertThat(prefix.contains(derived)).isTrue();
    }
  }
}
