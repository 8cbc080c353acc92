package dev.ipam.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.run.Checks;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FirstLookTest {
  @Test
  void everyRuleThatACheckDecidesHasAList() {
    TreeSet<String> without = new TreeSet<>();
    Checks.all().forEach(check -> without.addAll(check.decides()));
    without.removeIf(rule -> !FirstLook.at(rule).isEmpty());

    assertThat(without).as("rules that a check decides and that say nothing to look at").isEmpty();
  }

  @Test
  void aListIsTheEndOfAMessage() {
    assertThat(FirstLook.at("6.02"))
        .startsWith("\n  if this fails, check:\n    - whether all writes of one operation")
        .doesNotEndWith("\n");
  }
}
