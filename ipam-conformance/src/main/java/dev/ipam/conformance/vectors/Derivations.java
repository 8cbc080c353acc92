package dev.ipam.conformance.vectors;

import dev.ipam.net.Cidr;
import dev.ipam.net.Eui64;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.net.MacAddress;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Addresses from a prefix and a MAC, and addresses from their text. */
final class Derivations {
  /** What our API has no place for. */
  private static final String INEXPRESSIBLE = "cannot be asked for";

  private static final Pattern MAC =
      Pattern.compile(
          "(?:X{2}:){5}X{2}|(?:X{2}:){7}X{2}|(?:X{2}-){5}X{2}|(?:X{2}-){7}X{2}"
                  .replace("X", "[0-9a-fA-F]")
              + "|(?:X{4}\\.){2}X{4}|(?:X{4}\\.){3}X{4}|X{12}|X{16}".replace("X", "[0-9a-fA-F]"));

  private Derivations() {}

  static ValueOperation derive() {
    return new ValueOperation(
        "1.23, 3.21, 3.22",
        Derivations::run,
        ok -> IpAddress.parse(ok.text()),
        Derivations::faults,
        List.of(
            new Departure(
                "another kind of derivation, or no prefix or MAC at all",
                "1.24, 3.21",
                7,
                input -> !isExpressible(input),
                input -> Answer.value(INEXPRESSIBLE)),
            new Departure(
                "a prefix with host bits",
                "1.11 (B4, B8)",
                6,
                input -> faults(input).contains("HostBitsSet"),
                input -> Answer.refused("HostBitsSet")),
            new Departure(
                "a prefix that is no CIDR by the grammar",
                "1.12 (B4)",
                16,
                input -> faults(input).contains("MalformedCidr"),
                input -> Answer.refused("MalformedCidr")),
            new Departure(
                "an IPv4 prefix, or a prefix longer than /64",
                "3.22 (B3, B4)",
                22,
                input -> faults(input).contains("AddressCalculationFailed"),
                input -> Answer.refused("AddressCalculationFailed")),
            new Departure(
                "a MAC in no usual notation",
                "1.23",
                26,
                input -> faults(input).contains("MalformedMac"),
                input -> Answer.refused("MalformedMac"))));
  }

  static ValueOperation exact() {
    return new ValueOperation(
        "1.03..1.07",
        input -> IpAddress.parse(input.get("address").text()),
        ok -> IpAddress.parse(ok.text()),
        input -> Set.of("MalformedAddress"),
        List.of(
            new Departure(
                "a text that is no address by the grammar",
                "1.04, 1.06, 1.07",
                7,
                input -> !Texts.isAddress(input.get("address").text()),
                input -> Answer.refused("MalformedAddress"))));
  }

  /** The address that follows from a prefix of /64 or shorter and a MAC, from numbers. */
  static IpAddress expected(String prefix, String mac) {
    String digits = mac.replaceAll("[:.-]", "");
    String eui64 =
        digits.length() == 16 ? digits : digits.substring(0, 6) + "fffe" + digits.substring(6);
    BigInteger identifier = new BigInteger(eui64, 16).flipBit(57);
    return IpAddress.ofBigInteger(IpFamily.IPV6, Block.of(prefix).first().or(identifier));
  }

  private static Object run(Json input) {
    return isExpressible(input)
        ? Eui64.derive(
            Cidr.parse(input.get("prefix").text()), MacAddress.parse(input.get("mac").text()))
        : INEXPRESSIBLE;
  }

  private static boolean isExpressible(Json input) {
    return input.hasValue("prefix") && input.hasValue("mac") && !input.has("kind");
  }

  private static Set<String> faults(Json input) {
    Set<String> faults = new TreeSet<>();
    if (!isExpressible(input)) {
      return faults;
    }
    String prefix = input.get("prefix").text();
    String fault = Texts.faultOfCidr(prefix);
    if (fault != null) {
      faults.add(fault);
    }
    if (fault == null) {
      Block block = Block.of(prefix);
      if (block.family() == IpFamily.IPV4 || block.length() > 64) {
        faults.add("AddressCalculationFailed");
      }
    }
    if (!MAC.matcher(input.get("mac").text()).matches()) {
      faults.add("MalformedMac");
    }
    return faults;
  }
}
