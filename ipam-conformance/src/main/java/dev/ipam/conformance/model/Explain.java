package dev.ipam.conformance.model;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the rule that an answer breaks, and says how. */
final class Explain {
  private final Terms terms;
  private final World world;
  private final Step step;

  Explain(Terms terms, World world, Step step) {
    this.terms = terms;
    this.world = world;
    this.step = step;
  }

  Objection objection(Expected expected, Answer answer) {
    if (answer instanceof Answer.Broken broken) {
      return objection("6.19", broken.what(), expected, answer);
    }
    if (answer instanceof Answer.Refused refused) {
      return expected.refused() ? wrongError(expected, refused) : refusedWrongly(expected, refused);
    }
    Object value = ((Answer.Ok) answer).value();
    if (expected.refused()) {
      return objection(
          expected.rule(),
          "it was served, but " + expected.refusals().get(0).why(),
          expected,
          answer);
    }
    Difference difference =
        new Differences(terms, world, step)
            .between(Objects.requireNonNull(expected.value()), value);
    return objection(difference.rule(), difference.text(), expected, answer);
  }

  private Objection wrongError(Expected expected, Answer.Refused refused) {
    for (Refusal.Option option : expected.refusals()) {
      if (option.code().equals(refused.code())) {
        String fault = Objects.requireNonNull(Match.fault(option, refused));
        String rule =
            fault.contains("retried") ? "6.21" : fault.contains("outcome") ? "6.20" : option.rule();
        boolean field = fault.startsWith("its field") || fault.startsWith("its category");
        return objection(
            field && !carries(option) ? "6.19" : rule,
            "the error is right, but " + fault,
            expected,
            refused);
      }
    }
    return objection(
        expected.rule(),
        "it was refused with " + refused.code() + ", but " + expected.refusals().get(0).why(),
        expected,
        refused);
  }

  /** Whether the rule itself says what the error carries. */
  private static boolean carries(Refusal.Option option) {
    return Set.of(
            "2.38", "3.27", "3.31", "4.08", "5.02", "5.12", "5.18", "5.23", "5.25", "5.27", "5.33",
            "6.22")
        .contains(option.rule());
  }

  private Objection refusedWrongly(Expected expected, Answer.Refused refused) {
    if (refused.code().equals("Unsupported")) {
      String capability = String.valueOf(refused.fields().get("capability"));
      return objection(
          "6.22",
          "the driver declares " + capability + " but refuses for want of it",
          expected,
          refused);
    }
    if (refused.category().equals("UNAVAILABLE") || refused.category().equals("CORRUPT")) {
      return objection(
          "6.24", "the store was not disturbed: " + refused.message(), expected, refused);
    }
    String rule = refusalRule(refused.code());
    return objection(rule, "nothing stands in the way: " + refused.message(), expected, refused);
  }

  private String refusalRule(String code) {
    return switch (code) {
      case "NoAddressAvailable" -> "3.31";
      case "IdempotencyConflict" -> step instanceof SubnetStep ? "3.52" : "3.44";
      case "AddressAlreadyAllocated" -> step instanceof SubnetStep ? "2.35" : "3.34";
      case "AddressOutsideSubnet", "AddressNotUsable" -> "3.16";
      case "AddressOwnedByAnother" -> "3.36";
      case "SubnetNotFound" -> "2.01";
      case "SubnetInUse" -> "2.39";
      case "NoPrefixAvailable" -> "5.10";
      case "QuotaExceeded" -> "5.23";
      case "RequestedPrefixUnavailable" -> "5.17";
      case "SubnetPoolNotFound" -> "5.01";
      default -> serving(step);
    };
  }

  /** The rule that says that a step which was refused changes nothing. */
  static String unchanged(Step step, String code) {
    return switch (code) {
      case "NoAddressAvailable" ->
          step instanceof AddressStep.Together
              ? "3.85"
              : step instanceof AddressStep.Allocate one && one.subnets().size() > 1
                  ? "4.13"
                  : step instanceof AddressStep.Allocate one && one.wish().is("BULK")
                      ? "3.27"
                      : "3.09";
      case "AddressAlreadyAllocated" ->
          step instanceof SubnetStep
              ? "2.25"
              : step instanceof AddressStep.Together ? "3.85" : "3.17";
      case "AddressOwnedByAnother" -> step instanceof AddressStep.Transfer ? "3.91" : "3.36";
      case "IdempotencyConflict" -> "3.45";
      case "SubnetAlreadyExists" -> "2.03";
      case "SubnetInUse" -> "2.38";
      case "Unsupported" -> "6.22";
      case "PrefixOverlap" -> "5.33";
      default ->
          step instanceof SubnetStep.Update
              ? "2.25"
              : step instanceof PoolStep.Update
                  ? "5.26"
                  : step instanceof AddressStep.Together ? "3.85" : "6.20";
    };
  }

  /** The rule that says what a step does when all is well. */
  static String serving(Step step) {
    if (step instanceof AddressStep.Allocate allocate) {
      return switch (allocate.wish().kind()) {
        case "ANY" -> "3.01";
        case "PREFER_NEXT" -> "3.14";
        case "SPECIFIC" -> "3.15";
        case "AUTOMATIC" -> "3.21";
        case "GATEWAY" -> "3.24";
        default -> "3.26";
      };
    }
    String name = step.getClass().getSimpleName();
    if (step instanceof SubnetStep) {
      return name.equals("Create") ? "2.01" : name.equals("Update") ? "2.25" : "2.38";
    }
    if (step instanceof PoolStep) {
      return name.contains("Scope") ? "5.31" : name.equals("Update") ? "5.26" : "5.01";
    }
    return switch (name) {
      case "Together" -> "3.85";
      case "Release" -> "3.34";
      case "ReleaseOwner" -> "3.64";
      case "Transfer" -> "3.89";
      case "Subnet" -> "2.01";
      case "Subnets" -> "2.41";
      case "Find" -> "3.55";
      case "Allocations" -> "3.59";
      case "Usage" -> "3.65";
      case "OfOwner" -> "3.56";
      case "Holders" -> "3.57";
      case "Pool" -> "5.01";
      case "Pools" -> "5.30";
      case "PoolUsage" -> "5.29";
      case "Restart" -> "6.12";
      default -> "5.31";
    };
  }

  private static Objection objection(
      String rule, String explanation, Expected expected, Answer answer) {
    return new Objection(rule, explanation, expected.toString(), answer.toString());
  }

  /**
   * A difference between two results.
   *
   * @param rule the rule that the observed one breaks
   * @param text what differs
   */
  record Difference(String rule, String text) {
    static @Nullable Difference orNull(boolean differs, String rule, String text) {
      return differs ? new Difference(rule, text) : null;
    }

    static Difference first(List<@Nullable Difference> all, Difference otherwise) {
      return all.stream().filter(Objects::nonNull).findFirst().orElse(otherwise);
    }
  }
}
