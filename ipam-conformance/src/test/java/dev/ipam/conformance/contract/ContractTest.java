package dev.ipam.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.conformance.contract.ContractRule.Layer;
import dev.ipam.conformance.contract.ContractRule.Level;
import dev.ipam.spi.Capability;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContractTest {
  private final Contract contract = Contract.current();

  @Test
  void readsEveryRuleOnceInOrder() {
    List<String> ids = contract.rules().stream().map(ContractRule::id).toList();

    assertThat(ids).hasSizeGreaterThan(250).doesNotHaveDuplicates();
    assertThat(ids.stream().map(id -> id.substring(0, 1)).distinct())
        .containsExactly("1", "2", "3", "4", "5", "6", "7");
    assertThat(contract.chapter(3)).isEqualTo("Addresses");
  }

  @Test
  void readsARule() {
    ContractRule rule = contract.rule("3.10");

    assertThat(rule.level()).isEqualTo(Level.MUST);
    assertThat(rule.layer()).isEqualTo(Layer.DRIVER);
    assertThat(rule.capabilities()).containsExactly(Capability.POLICIES, Capability.BULK);
    assertThat(rule.sentence()).startsWith("A Bulk under `SEQUENTIAL` first takes");
    assertThat(rule.intent()).isEqualTo("bulk of n gives what n single requests would.");
    assertThat(contract.rule("6.07").level()).isEqualTo(Level.SHOULD);
    assertThat(contract.rule("6.03").layer()).isEqualTo(Layer.REVIEW);
    assertThat(contract.rule("1.21").capabilities()).isEmpty();
  }

  @Test
  void refusesAHeadingThatItCannotRead() {
    assertThatThrownBy(() -> Contract.parse("### IPAM-3.04 MUST driver core\n\nS.\n\nIntent: i.\n"))
        .hasMessageContaining("IPAM-3.04 MUST driver core");
    assertThatThrownBy(() -> Contract.parse("### IPAM-3.04 MUST · driver · core\n\nS.\n"))
        .hasMessageContaining("IPAM-3.04");
  }
}
