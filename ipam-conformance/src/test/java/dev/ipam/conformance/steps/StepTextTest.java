package dev.ipam.conformance.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.conformance.memory.MemoryUnderTest;
import dev.ipam.conformance.model.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTextTest {
  @Test
  void readsBackWhateverIsWritten() {
    try (Trial trial = new Trial(new MemoryUnderTest(), 3)) {
      Generator generator = new Generator(trial.model(), 3, Generator.Style.FREE);
      for (int i = 0; i < 400; i++) {
        Step step = generator.next(trial.world());
        assertThat(StepText.read(StepText.write(step))).isEqualTo(step);
        assertThat(trial.take(step)).isNull();
      }
    }
  }

  @Test
  void readsAScriptWithRemarks() {
    List<Step> script =
        StepText.readAll("// a subnet\n\n  subnets\n  find subnet=a%20b at=10.0.0.1\n");

    assertThat(StepText.write(script)).isEqualTo("subnets\nfind subnet=a%20b at=10.0.0.1");
  }

  @Test
  void refusesAnUnknownVerb() {
    assertThatThrownBy(() -> StepText.read("alocate subnets=s1"))
        .hasMessageContaining("\"alocate\" is none of");
  }
}
