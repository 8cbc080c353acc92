package dev.ipam.conformance.run;

import dev.ipam.conformance.check.Finding;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.spi.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Says how the capabilities of the opened driver are others than the vendor declares. */
final class Mismatch {
  private Mismatch() {}

  static Finding of(ContractRule rule, Set<Capability> declared, Set<Capability> actual) {
    List<String> observed = new ArrayList<>();
    Set<Capability> lacking = without(declared, actual);
    if (!lacking.isEmpty()) {
      observed.add(lacking + " is declared, but the opened driver does not have it");
    }
    Set<Capability> more = without(actual, declared);
    if (!more.isEmpty()) {
      observed.add("the opened driver has " + more + ", which is not declared");
    }
    return Finding.failed(
        rule.id(),
        rule.title()
            + " "
            + rule.level()
            + ": the capabilities of the opened driver are those that the test class declares"
            + "\n  expected: DriverUnderTest.capabilities() and IpamDriver.capabilities() are equal"
            + "\n  observed: "
            + String.join("; ", observed)
            + "\n  if this fails, check:"
            + "\n    - which of the two is right; nothing else is run before they agree"
            + "\n    - whether the driver can do less on the store that newStore() names");
  }

  private static Set<Capability> without(Set<Capability> all, Set<Capability> some) {
    Set<Capability> left = new TreeSet<>(all);
    left.removeAll(some);
    return left;
  }
}
