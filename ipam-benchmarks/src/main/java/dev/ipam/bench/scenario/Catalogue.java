package dev.ipam.bench.scenario;

import java.util.ArrayList;
import java.util.List;

/** All scenarios. */
public final class Catalogue {
  private Catalogue() {}

  /** Returns them, in the order of the table in docs/performance.md. */
  public static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    all.addAll(BuiltinRates.all());
    all.addAll(BuiltinMemory.all());
    all.addAll(BuiltinSizes.all());
    all.addAll(BuiltinOpening.all());
    all.addAll(BuiltinHeap.all());
    all.addAll(SubnetPoolFill.all());
    all.addAll(Transfers.all());
    all.addAll(ReferenceRates.all());
    all.addAll(ReferenceFill.all());
    all.addAll(AgainstNeutron.all());
    all.addAll(GaleraNodes.all());
    return List.copyOf(all);
  }

  /**
   * Returns those that a name chooses: its own, or those whose names begin with it and a hyphen.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static List<Scenario> named(String name) {
    List<Scenario> found =
        all().stream()
            .filter(each -> each.name().equals(name) || each.name().startsWith(name + "-"))
            .toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "No scenario is called " + name + "; 'bench list' names them.");
    }
    return found;
  }
}
