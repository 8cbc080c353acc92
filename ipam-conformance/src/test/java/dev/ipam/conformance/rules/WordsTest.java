package dev.ipam.conformance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void listsThatPartBehindWhatIsShownSayWhere() {
    List<Integer> expected = IntStream.range(0, 20).boxed().toList();
    List<Integer> swapped =
        IntStream.range(0, 20)
            .map(each -> each == 15 ? 16 : each == 16 ? 15 : each)
            .boxed()
            .toList();

    assertThat(Words.of(expected)).isEqualTo(Words.of(swapped));
    assertThat(Words.firstDifference(expected, swapped))
        .isEqualTo("; they part at number 16: expected 15, observed 16");
    assertThat(Words.firstDifference(expected, expected.subList(0, 12)))
        .isEqualTo("; they part at number 13: expected 12, observed the end");
    assertThat(Words.firstDifference("a", "b")).isEmpty();
  }
}
