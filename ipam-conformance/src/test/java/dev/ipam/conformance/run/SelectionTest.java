package dev.ipam.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.conformance.check.ConcurrencyCheck;
import dev.ipam.conformance.check.ModelStepsCheck;
import dev.ipam.conformance.contract.Contract;
import org.junit.jupiter.api.Test;

/** Which rules and checks a run is of. */
class SelectionTest {
  @Test
  void namesRulesChaptersAndChecks() {
    Selection selection = Selection.of("IPAM-2.35, 6.01,3.*");

    assertThat(rule(selection, "2.35")).isTrue();
    assertThat(rule(selection, "2.36")).isFalse();
    assertThat(rule(selection, "3.01")).isTrue();
    assertThat(selection.contains(new ConcurrencyCheck())).as("it decides 6.01").isTrue();
    assertThat(selection.contains(new ModelStepsCheck())).isFalse();
    assertThat(Selection.of("model").contains(new ModelStepsCheck())).isTrue();
    assertThat(rule(Selection.of("model"), "2.35")).isFalse();
  }

  @Test
  void nothingNamedIsEverything() {
    assertThat(rule(Selection.of(" "), "2.35")).isTrue();
    assertThat(Selection.ALL.contains(new ModelStepsCheck())).isTrue();
  }

  @Test
  void refusesWhatSelectsNothing() {
    assertThatThrownBy(() -> Selection.of("2.35,9.01"))
        .hasMessageContaining("\"9.01\" selects nothing")
        .hasMessageContaining("model");
    assertThatThrownBy(() -> Selection.of("1.01"))
        .as("a rule of values")
        .hasMessageContaining("1.01");
    assertThatThrownBy(() -> Selection.of("3")).hasMessageContaining("\"3\"");
  }

  private static boolean rule(Selection selection, String id) {
    return selection.contains(Contract.current().rule(id));
  }
}
