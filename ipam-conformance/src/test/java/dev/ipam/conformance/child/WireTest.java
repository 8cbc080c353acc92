package dev.ipam.conformance.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.conformance.model.Addr;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Block;
import dev.ipam.conformance.model.Fill;
import dev.ipam.conformance.model.Held;
import dev.ipam.conformance.model.NetDef;
import dev.ipam.conformance.model.PoolDef;
import dev.ipam.conformance.model.PoolFill;
import dev.ipam.conformance.model.ScopeDef;
import dev.ipam.conformance.model.Span;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireTest {
  private static final Addr ADDRESS = Addr.parse("2001:db8::1");
  private static final Held HELD = new Held("büro 1", ADDRESS, null, 5, "ANY", 7, "k\n%", "");

  @Test
  void keepsEveryKindOfAnswer() {
    Block block = Block.parse("10.0.0.0/8");
    Span span = new Span(Addr.parse("10.0.0.1"), Addr.parse("10.0.0.9"));
    BigInteger many = BigInteger.TWO.pow(70);
    keeps(Answer.NOTHING);
    keeps(new Answer.Ok(3L));
    keeps(new Answer.Ok(List.of()));
    keeps(new Answer.Ok(List.of(List.of(HELD), List.of(HELD, HELD))));
    keeps(
        new Answer.Ok(
            new NetDef("~", "[", block, null, List.of(span), true, "LOWEST", 9, "(Held")));
    keeps(new Answer.Ok(new Fill("s", many, many, many, many, many, 4L)));
    keeps(new Answer.Ok(new PoolDef("p", "x", List.of(block), 1, 2, 3, many, null, false)));
    keeps(
        new Answer.Ok(
            new PoolFill(
                "p",
                new BigDecimal("0.5"),
                BigDecimal.ONE,
                BigDecimal.TEN,
                Map.of("x y", BigDecimal.ONE),
                2)));
    keeps(new Answer.Ok(new ScopeDef("c", "x", 32, true)));
    keeps(new Answer.Broken("line\nbreak"));
    keeps(
        new Answer.Refused(
            "QuotaExceeded",
            "EXHAUSTED",
            "NOT_APPLIED",
            false,
            Map.of("limit", 5L, "ids", List.of("a b", "c")),
            "A text, with = and %."));
  }

  private static void keeps(Answer answer) {
    String line = Wire.write(answer);

    assertThat(line).doesNotContain("\n");
    assertThat(Wire.answer(line)).isEqualTo(answer);
  }

  @Test
  void makesTextOfFieldsOfOtherTypes() {
    assertThat(Wire.read(Wire.write(List.of(new StringBuilder("x"))))).isEqualTo(List.of("x"));
  }

  @Test
  void refusesWhatIsNoValue() {
    for (String text : List.of("", "q", "(Thread", "[ l1", "l1 l2", "(Held ~")) {
      assertThatThrownBy(() -> Wire.read(text)).isInstanceOf(RuntimeException.class);
    }
  }
}
