package dev.ipam.builtin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CodePointsTest {
  @Property(tries = 500)
  void isTheOrderOfTheBytes(@ForAll int[] left, @ForAll int[] right) {
    String a = text(left);
    String b = text(right);

    assertThat(Integer.signum(CodePoints.ORDER.compare(a, b))).isEqualTo(ofBytes(a, b));
  }

  @Example
  void surrogatesAreAboveTheLastCharacterOfOneUnit() {
    String high = "\uD83D\uDE00";
    assertThat(CodePoints.ORDER.compare("a\uFFFD", "a" + high)).isNegative();
    assertThat(CodePoints.ORDER.compare(high, "\uFF5E")).isPositive();
    assertThat(CodePoints.ORDER.compare(high, "\uD83D\uDE01")).isNegative();
    assertThat(CodePoints.ORDER.compare(high, new String(high))).isZero();
    assertThat(CodePoints.ORDER.compare("a", "ab")).isNegative();
  }

  private static int ofBytes(String a, String b) {
    return Integer.signum(
        Arrays.compareUnsigned(
            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
  }

  /** Few different characters, so that texts begin alike. */
  private static String text(int[] numbers) {
    int[] of = {'a', 'b', 0xE4, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x1F600};
    int[] points = Arrays.stream(numbers).map(i -> of[Math.floorMod(i, of.length)]).toArray();
    return new String(points, 0, points.length);
  }
}
