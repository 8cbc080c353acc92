package dev.ipam.conformance.contract;

import dev.ipam.spi.Capability;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A rule of the contract, as docs/contract.md words it.
 *
 * @param id its number, such as {@code 3.05}
 * @param level whether a driver must or should keep it
 * @param layer who must keep it
 * @param capabilities what a driver must have for the rule to bind it; none for the core
 * @param sentence what must be so
 * @param intent why
 * @since 0.1
 */
public record ContractRule(
    String id,
    Level level,
    Layer layer,
    Set<Capability> capabilities,
    String sentence,
    String intent) {
  /**
   * Copies the capabilities.
   *
   * @param id its number, such as {@code 3.05}
   * @param level whether a driver must or should keep it
   * @param layer who must keep it
   * @param capabilities what a driver must have for the rule to bind it; none for the core
   * @param sentence what must be so
   * @param intent why
   */
  public ContractRule {
    capabilities =
        capabilities.isEmpty()
            ? Set.of()
            : Collections.unmodifiableSet(EnumSet.copyOf(capabilities));
  }

  /**
   * As in RFC 2119.
   *
   * @since 0.1
   */
  public enum Level {
    /** A driver that does not is not conformant. */
    MUST,
    /** A driver may have a reason not to. */
    SHOULD
  }

  /**
   * Who must keep a rule, and where a broken implementation is caught.
   *
   * @since 0.1
   */
  public enum Layer {
    /** The addresses and requests that all drivers share; proven in the build of ipam-api. */
    VALUE,
    /** {@code Ipam}, around any driver; proven in the build of ipam-api. */
    FACADE,
    /** What a vendor writes; proven by this kit. */
    DRIVER,
    /** Cannot be observed from outside; checked by reading. */
    REVIEW
  }

  /**
   * Returns the chapter.
   *
   * @return 1 to 7
   */
  public int chapter() {
    return id.charAt(0) - '0';
  }

  /**
   * Returns the number as the contract's headings have it.
   *
   * @return for example {@code IPAM-3.05}
   */
  public String title() {
    return "IPAM-" + id;
  }
}
