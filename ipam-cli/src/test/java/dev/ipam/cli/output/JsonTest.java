package dev.ipam.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void numbersAreWrittenAsTheyAre() {
    assertThat(Json.compact(Arrays.asList(0.87, 0.5f, 1.0, 12, 1L << 60)))
        .isEqualTo("[0.87,0.5,1.0,12,1152921504606846976]");
  }
}
