package dev.ipam.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void nothingSteersATerminalOrTurnsTheDirection() {
    assertThat(Printable.text("a\u001b[2J\u009b\u0085\n")).isEqualTo("a?[2J???");
    assertThat(Printable.text("\u202eevil\u2066 \u200f\ufeff\u2028")).isEqualTo("?evil? ???");
    assertThat(Printable.text("\ud83d")).isEqualTo("?");
    assertThat(Printable.text("grün \u65e5 \ud83d\ude00")).isEqualTo("grün \u65e5 \ud83d\ude00");
  }

  @Test
  void messagesQuoteNothingElse() {
    assertThat(new SubnetNotFoundException("a\u009b\u202eb")).hasMessageContaining("\"a??b\"");
  }
}
