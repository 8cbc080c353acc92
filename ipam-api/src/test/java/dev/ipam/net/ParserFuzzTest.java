package dev.ipam.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.ipam.error.InvalidValueException;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever the text, a parser returns a value that reads back equal, or refuses by name. */
final class ParserFuzzTest {
  @Property(tries = 3000)
  void addresses(@ForAll("texts") String text) {
    readsBackOrRefuses(IpAddress::parse, text);
  }

  @Property(tries = 3000)
  void cidrs(@ForAll("texts") String text) {
    readsBackOrRefuses(Cidr::parse, text);
  }

  @Property(tries = 3000)
  void ranges(@ForAll("texts") String text) {
    readsBackOrRefuses(AddressRange::parse, text);
  }

  @Property(tries = 3000)
  void macs(@ForAll("texts") String text) {
    readsBackOrRefuses(MacAddress::parse, text);
  }

  @Property(tries = 3000)
  void takesTheAddressesThatGuavaTakes(@ForAll("addressLike") String text) {
    // Guava's own extras, which we leave out on purpose, do not occur in these texts: zone ids and
    // digits beyond ASCII.
    assertThat(accepts(text)).isEqualTo(InetAddresses.isInetAddress(text));
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> rubbish = Arbitraries.strings().ofMaxLength(100);
    Arbitrary<String> alphabet =
        Arbitraries.strings().withChars("0123456789abcdefABCDEF:.-/% ").ofMaxLength(100);
    return Arbitraries.oneOf(rubbish, alphabet, mutated(), addressLike()).withoutEdgeCases();
  }

  /** Well-formed texts with one stretch replaced by another. */
  private Arbitrary<String> mutated() {
    NetArbitraries values = new NetArbitraries();
    Arbitrary<String> valid =
        Arbitraries.oneOf(
            values.addresses().map(IpAddress::toString),
            values.cidrs().map(Cidr::toString),
            values.ranges().map(AddressRange::toString),
            values.macs().map(MacAddress::toString));
    Arbitrary<String> patch = Arbitraries.strings().withChars("019afF:.-/%g ").ofMaxLength(3);
    return Combinators.combine(
            valid, patch, Arbitraries.doubles().between(0, 1), Arbitraries.integers().between(0, 3))
        .as(
            (text, with, place, length) -> {
              int from = (int) (place * text.length());
              int to = Math.min(text.length(), from + length);
              return text.substring(0, from) + with + text.substring(to);
            });
  }

  @Provide
  Arbitrary<String> addressLike() {
    Arbitrary<String> piece =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.of("0", "1", "ff", "abcd", "255", "256", "01")),
            Tuple.of(6, Arbitraries.of(":", ":", ":", ".", "::")),
            Tuple.of(1, Arbitraries.of("192.0.2.1", "1:2:3", "12345", "g")));
    return piece.list().ofMaxSize(17).map(pieces -> String.join("", pieces));
  }

  private static boolean accepts(String text) {
    try {
      IpAddress.parse(text);
      return true;
    } catch (InvalidValueException e) {
      return false;
    }
  }

  private static <T> void readsBackOrRefuses(Function<String, T> parser, String text) {
    T value;
    try {
      value = parser.apply(text);
    } catch (InvalidValueException refusal) {
      assertThat(refusal.getMessage()).isNotBlank().hasSizeLessThan(400).doesNotContain("\n");
      assertThat(refusal.input()).hasSizeLessThanOrEqualTo(100);
      return;
    }
    assertThat(parser.apply(value.toString())).isEqualTo(value);
  }
}
