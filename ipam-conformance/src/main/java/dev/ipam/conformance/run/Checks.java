package dev.ipam.conformance.run;

import dev.ipam.conformance.check.ConcurrencyCheck;
import dev.ipam.conformance.check.ConformanceCheck;
import dev.ipam.conformance.check.KillsCheck;
import dev.ipam.conformance.check.ModelStepsCheck;
import dev.ipam.conformance.check.PowerCheck;
import dev.ipam.conformance.check.SeveralProcessesCheck;
import dev.ipam.conformance.check.VectorsCheck;
import java.util.List;

/**
 * The checks of the kit besides the tests of single rules.
 *
 * @since 0.1
 */
public final class Checks {
  private static final List<ConformanceCheck> ALL =
      List.of(
          new VectorsCheck(),
          new ModelStepsCheck(),
          new ConcurrencyCheck(),
          new KillsCheck(),
          new PowerCheck(),
          new SeveralProcessesCheck());

  private Checks() {}

  /**
   * Returns the checks in the order in which they run.
   *
   * @return the checks
   */
  public static List<ConformanceCheck> all() {
    return ALL;
  }
}
