package dev.ipam.conformance.rules;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.KitProperties;
import dev.ipam.conformance.check.Finding;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.report.Status;
import dev.ipam.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tests of rules on a driver: those of a rule that binds it, and the inverse ones, that
 * what needs a missing capability is refused, of one that does not.
 *
 * <p>Every test has a store of its own and a thread of its own; one that does not end is given up
 * as failed. Safe for use by any number of threads.
 *
 * @since 0.1
 */
public final class RuleRunner {
  private final DriverUnderTest subject;
  private final Set<Capability> capabilities;
  private final long seed;
  private final Duration patience;
  private final Map<Capability, List<String>> inverses = new ConcurrentHashMap<>();

  /**
   * Makes a runner.
   *
   * @param subject the driver
   * @param capabilities what the opened driver can do
   * @param seed where randomness starts from; each test has one of its own that follows from it
   */
  public RuleRunner(DriverUnderTest subject, Set<Capability> capabilities, long seed) {
    this(subject, capabilities, seed, KitProperties.patience());
  }

  /**
   * Makes a runner that gives up a test at a time of one's own choice.
   *
   * @param subject the driver
   * @param capabilities what the opened driver can do
   * @param seed where randomness starts from
   * @param patience how long a test may take
   */
  public RuleRunner(
      DriverUnderTest subject, Set<Capability> capabilities, long seed, Duration patience) {
    this.subject = subject;
    this.capabilities = Set.copyOf(capabilities);
    this.seed = seed;
    this.patience = patience;
  }

  /**
   * Returns the names of a rule's tests.
   *
   * @param rule the rule
   * @return the names, none where it is decided by checks alone
   */
  public static List<String> testsOf(ContractRule rule) {
    return RuleCatalog.casesOf(rule.id()).stream().map(RuleCase::name).toList();
  }

  /**
   * Returns which of a rule's capabilities the driver lacks.
   *
   * @param rule the rule
   * @return the capabilities; none where the rule binds the driver
   */
  public Set<Capability> missing(ContractRule rule) {
    Set<Capability> missing = new TreeSet<>(rule.capabilities());
    missing.removeAll(capabilities);
    return missing;
  }

  /**
   * Returns the exception that a message tells of.
   *
   * @param message one of those of a finding
   * @return the exception, its text and where it was thrown; empty where the message tells of a
   *     wrong answer
   */
  public static String thrownIn(String message) {
    return Thrown.in(message);
  }

  /**
   * Says in a clause what ended a check before it was done.
   *
   * @param subject the driver
   * @param e what was thrown
   * @return the exception and where it was thrown, and whether it is the driver's or a fault of the
   *     kit's own
   */
  public static String ending(DriverUnderTest subject, Throwable e) {
    return Thrown.ending(subject, e);
  }

  /**
   * Runs the tests of a rule.
   *
   * @param rule a rule that binds drivers
   * @return passed, failed with a message for each test, or not applicable where the driver lacks a
   *     capability and refuses what needs it
   */
  public Finding run(ContractRule rule) {
    Set<Capability> missing = missing(rule);
    if (!missing.isEmpty()) {
      return inverse(rule, missing);
    }
    List<String> messages = new ArrayList<>();
    if (rule.id().equals(Inverse.RULE)) {
      messages.addAll(refusals());
      if (!messages.isEmpty()) {
        return new Finding(rule.id(), Status.FAILED, "", messages);
      }
    }
    Finding without = Finding.passed(rule.id());
    for (RuleCase test : RuleCatalog.casesOf(rule.id())) {
      long own = seed + test.name().hashCode();
      try {
        String message =
            failure(own, test.check(), header(rule, test.name()), test::run, again(rule.id()));
        if (message != null) {
          messages.add(message);
        }
      } catch (NotProven e) {
        without = Finding.notProven(rule.id(), String.valueOf(e.getMessage()));
      } catch (DoesNotBind e) {
        String reason = String.valueOf(e.getMessage());
        without = new Finding(rule.id(), Status.NOT_APPLICABLE, reason, List.of());
      }
    }
    return messages.isEmpty() ? without : new Finding(rule.id(), Status.FAILED, "", messages);
  }

  /** What a driver does wrong with a capability that it lacks is told whole once, at rule 6.22. */
  private Finding inverse(ContractRule rule, Set<Capability> missing) {
    List<String> messages =
        missing.stream()
            .flatMap(
                capability ->
                    refusals(capability).stream().map(whole -> shortly(rule, capability, whole)))
            .toList();
    if (!messages.isEmpty()) {
      return new Finding(rule.id(), Status.FAILED, "", messages);
    }
    String names = missing.stream().map(Enum::name).collect(Collectors.joining(", "));
    return new Finding(rule.id(), Status.NOT_APPLICABLE, names, List.of());
  }

  private static String shortly(ContractRule rule, Capability capability, String whole) {
    return ("%s %s (inverse test of %s): expected that %s, observed that %s; the test is told whole"
            + " at IPAM-%s")
        .formatted(
            rule.title(),
            rule.level(),
            capability,
            Attempt.expectedIn(whole),
            Attempt.observedIn(whole),
            Inverse.RULE);
  }

  private List<String> refusals() {
    return Stream.of(Capability.values())
        .filter(capability -> !capabilities.contains(capability))
        .flatMap(capability -> refusals(capability).stream())
        .toList();
  }

  private List<String> refusals(Capability capability) {
    return inverses.computeIfAbsent(capability, this::tried);
  }

  /** Asks for what a capability is needed for; the first that is not refused says enough. */
  private List<String> tried(Capability capability) {
    for (Inverse inverse : Inverse.of(capability)) {
      String head =
          "IPAM-6.22 (inverse test of "
              + capability
              + "): An operation whose capability is missing fails with Unsupported, naming the"
              + " capability, before anything is checked against the store, and changes nothing.";
      String message = failure(seed, Inverse.CHECK, head, inverse::run, again(Inverse.RULE));
      if (message != null) {
        return List.of(message);
      }
    }
    return List.of();
  }

  private static String header(ContractRule rule, String test) {
    return rule.title() + " " + rule.level() + " (" + test + "): " + rule.sentence();
  }

  /** The options that repeat a run of one rule. */
  private String again(String rule) {
    return "-D%s=%d -D%s=IPAM-%s".formatted(KitProperties.SEED, seed, KitProperties.RULES, rule);
  }

  private @Nullable String failure(
      long own, List<String> check, String header, Body body, String again) {
    Attempt attempt = new Attempt(subject, own, check, header, body, again, patience);
    FutureTask<@Nullable String> running = new FutureTask<>(attempt::run);
    Thread thread = new Thread(running, "conformance");
    thread.setDaemon(true);
    thread.start();
    try {
      return running.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      return attempt.hangs();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NotProven || e.getCause() instanceof DoesNotBind) {
        throw (RuntimeException) e.getCause();
      }
      throw new IllegalStateException("the kit itself failed in: " + header, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in: " + header, e);
    }
  }
}
