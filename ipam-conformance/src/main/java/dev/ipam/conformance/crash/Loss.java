package dev.ipam.conformance.crash;

import dev.ipam.conformance.child.Seen;
import dev.ipam.conformance.child.Visit;
import dev.ipam.conformance.linear.Operation;
import dev.ipam.conformance.model.AddressStep;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Held;
import dev.ipam.conformance.model.LookUp;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.NetDef;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.SubnetStep;
import dev.ipam.conformance.steps.StepText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what was lost where a store does not show what it must after a crash. It does not judge:
 * that is the checker's. It finds the words, by keeping books of what each answer told.
 */
final class Loss {
  private final List<Operation> before;
  private final Seen seen;
  private final boolean tokens;
  private final String forgotten;

  /** What was told to be there, by whom. */
  private final Map<String, Told> told = new LinkedHashMap<>();

  private final Set<String> ended = new HashSet<>();
  private final Set<String> endedTags = new HashSet<>();

  private record Told(Held held, Operation by) {}

  /**
   * A rule that is broken, and how.
   *
   * @param rule the rule
   * @param text what was lost
   */
  record Finding(String rule, String text) {}

  /**
   * Opens the books.
   *
   * @param before what was done before the crash
   * @param seen what the store shows after it
   * @param tokens whether the driver has tokens
   * @param forgotten the rule that an acknowledged effect which is gone breaks
   */
  Loss(List<Operation> before, Seen seen, boolean tokens, String forgotten) {
    this.before = before;
    this.seen = seen;
    this.tokens = tokens;
    this.forgotten = forgotten;
    for (Operation each : before) {
      // A look-up among threads may have shown what was never acknowledged; that is 6.10's.
      boolean reliable = each.step().writes() || each.thread() == Visit.VISITOR;
      if (reliable && each.answer() instanceof Answer.Ok ok) {
        note(each, Model.held(ok));
      }
    }
  }

  private void note(Operation by, List<Held> listed) {
    boolean ends =
        by.step() instanceof AddressStep.Release || by.step() instanceof AddressStep.ReleaseOwner;
    for (Held held : listed) {
      if (ends) {
        ended.add(name(held));
        endedTags.add(held.context());
      } else {
        told.putIfAbsent(name(held), new Told(held, by));
      }
    }
  }

  private String name(Held held) {
    return held.subnet() + " " + held.address() + " " + (tokens ? held.token() : held.context());
  }

  /** Finds what explains itself without the model. */
  @Nullable Finding find() {
    for (Finding found :
        new Finding[] {subnetLost(), subnetBack(), tokenAgain(), halfDone(), lost(), back()}) {
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Finding lost() {
    Set<String> there = new HashSet<>();
    seen.held().forEach(held -> there.add(name(held)));
    for (Map.Entry<String, Told> entry : told.entrySet()) {
      Held held = entry.getValue().held();
      boolean gone = !there.contains(entry.getKey()) && !ended.contains(entry.getKey());
      if (gone && before.stream().noneMatch(each -> mayEnd(each, held))) {
        return new Finding(
            forgotten,
            "an acknowledged effect is gone: \""
                + StepText.write(entry.getValue().by().step())
                + "\" had returned "
                + held
                + ", nothing that was called since may have ended it, and it is not there");
      }
    }
    return null;
  }

  private @Nullable Finding back() {
    for (Held held : seen.held()) {
      if (ended.contains(name(held))) {
        return new Finding(
            forgotten,
            "an acknowledged release is undone: " + held + " was released, and is there again");
      }
    }
    return null;
  }

  private @Nullable Finding tokenAgain() {
    return tokenAgain(seen.held());
  }

  /** Finds a token in later answers that was given before. */
  @Nullable Finding tokenAgain(Collection<Held> later) {
    if (!tokens) {
      return null;
    }
    for (Held held : later) {
      for (Told earlier : told.values()) {
        boolean another =
            !earlier.held().subnet().equals(held.subnet())
                || !earlier.held().address().equals(held.address())
                || !earlier.held().context().equals(held.context());
        if (earlier.held().token() == held.token() && isWithoutContext(held, earlier.held())) {
          return new Finding(
              "6.12", "an allocation came back changed, its context is gone: " + earlier.held());
        }
        if (earlier.held().token() == held.token() && another) {
          return new Finding(
              "3.43",
              "a token came again: " + held + " has the token that " + earlier.held() + " had");
        }
      }
    }
    return null;
  }

  /** The same allocation, as far as anybody can tell, whose context was not stored. */
  private static boolean isWithoutContext(Held held, Held earlier) {
    return held.context().isEmpty()
        && !earlier.context().isEmpty()
        && held.subnet().equals(earlier.subnet())
        && held.address().equals(earlier.address())
        && held.at() == earlier.at();
  }

  private @Nullable Finding subnetLost() {
    for (Operation each : before) {
      for (String id : created(each)) {
        boolean removed = before.stream().anyMatch(other -> removes(other, id));
        if (!removed && !seen.hasNet(id)) {
          return new Finding(
              forgotten,
              "an acknowledged effect is gone: \""
                  + StepText.write(each.step())
                  + "\" had shown the subnet "
                  + id
                  + ", nothing was called that removes it, and it is not there");
        }
      }
    }
    return null;
  }

  private static List<String> created(Operation operation) {
    List<String> ids = new ArrayList<>();
    if (operation.answer() instanceof Answer.Ok ok) {
      if (ok.value() instanceof NetDef net) {
        ids.add(net.id());
      } else if (operation.step() instanceof LookUp.Subnets && ok.value() instanceof List<?> many) {
        many.forEach(each -> ids.add(((NetDef) each).id()));
      }
    }
    return ids;
  }

  private @Nullable Finding subnetBack() {
    for (Operation each : before) {
      if (each.answer() instanceof Answer.Ok
          && each.step() instanceof SubnetStep.Remove remove
          && seen.hasNet(remove.id())
          && before.stream()
              .noneMatch(
                  other ->
                      other.step() instanceof SubnetStep.Create create
                          && create.id().equals(remove.id())
                          && other.returned() >= each.invoked())) {
        return new Finding(
            forgotten,
            "an acknowledged removal is undone: the subnet " + remove.id() + " is there again");
      }
    }
    return null;
  }

  /** An operation that was cut off, of which a part is there. */
  private @Nullable Finding halfDone() {
    for (Operation each : before) {
      if (!each.isPending()) {
        continue;
      }
      Finding found =
          each.step() instanceof SubnetStep.Remove remove
              ? halfRemoved(each, remove)
              : halfAllocated(each);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** An operation is itself and no other, whatever it asked for. */
  @SuppressWarnings("ReferenceEquality")
  private @Nullable Finding halfRemoved(Operation operation, SubnetStep.Remove remove) {
    if (!remove.force() || !seen.hasNet(remove.id())) {
      return null;
    }
    Set<String> there = new HashSet<>();
    seen.heldIn(remove.id()).forEach(held -> there.add(name(held)));
    long missing =
        told.entrySet().stream()
            .filter(entry -> entry.getValue().held().subnet().equals(remove.id()))
            .filter(entry -> !there.contains(entry.getKey()) && !ended.contains(entry.getKey()))
            .map(entry -> entry.getValue().held())
            .filter(
                held ->
                    before.stream()
                        .filter(other -> other != operation)
                        .filter(other -> leavesNothing(other) || isHeld(held))
                        .noneMatch(other -> mayEnd(other, held)))
            .count();
    return missing == 0
        ? null
        : half(operation, "the subnet is there, but " + missing + " of its allocations are gone");
  }

  /** A transfer ends one allocation and begins another at the same address. */
  private static boolean leavesNothing(Operation operation) {
    return !(operation.step() instanceof AddressStep.Transfer);
  }

  private boolean isHeld(Held held) {
    return seen.heldIn(held.subnet()).stream()
        .anyMatch(other -> other.address().equals(held.address()));
  }

  /** An operation is itself and no other, whatever it asked for. */
  @SuppressWarnings("ReferenceEquality")
  private @Nullable Finding halfAllocated(Operation operation) {
    List<AddressStep.Allocate> parts =
        operation.step() instanceof AddressStep.Together together
            ? together.parts()
            : operation.step() instanceof AddressStep.Allocate one ? List.of(one) : List.of();
    if (parts.isEmpty()) {
      return null;
    }
    String tag = parts.get(0).context();
    int whole = parts.stream().mapToInt(part -> part.wish().count()).sum();
    List<Held> there = seen.held().stream().filter(held -> held.context().equals(tag)).toList();
    Set<String> subnets = new HashSet<>();
    parts.forEach(part -> subnets.addAll(part.subnets()));
    boolean others =
        endedTags.contains(tag)
            || before.stream()
                .filter(each -> each != operation && each.isPending())
                .anyMatch(each -> mayEndSome(each, subnets, parts.get(0).owner()));
    return there.isEmpty() || there.size() >= whole || others
        ? null
        : half(operation, there.size() + " of its " + whole + " addresses are held: " + there);
  }

  private static boolean mayEndSome(
      Operation operation, Set<String> subnets, @Nullable String owner) {
    Step step = operation.step();
    return (step instanceof AddressStep.Release release && subnets.contains(release.subnet()))
        || (step instanceof AddressStep.ReleaseOwner all && all.owner().equals(owner))
        || (step instanceof SubnetStep.Remove remove && subnets.contains(remove.id()));
  }

  private static Finding half(Operation operation, String what) {
    return new Finding(
        "6.11",
        "half of an operation is there: \""
            + StepText.write(operation.step())
            + "\" was in flight, and "
            + what);
  }

  private static boolean removes(Operation operation, String subnet) {
    return operation.step() instanceof SubnetStep.Remove remove
        && remove.id().equals(subnet)
        && !(operation.answer() instanceof Answer.Refused);
  }

  private static boolean mayEnd(Operation operation, Held held) {
    if (operation.answer() instanceof Answer.Refused) {
      return false;
    }
    Step step = operation.step();
    if (step instanceof AddressStep.Release release) {
      return release.subnet().equals(held.subnet())
          && release.at().known().equals(held.address())
          && operation.isPending();
    }
    if (step instanceof AddressStep.Transfer transfer) {
      return transfer.subnet().equals(held.subnet())
          && transfer.at().known().equals(held.address())
          && !isOf(operation, held);
    }
    if (step instanceof AddressStep.ReleaseOwner all) {
      return operation.isPending() && all.owner().equals(held.owner());
    }
    return removes(operation, held.subnet());
  }

  /** Whether a transfer made this allocation, and did not end it. */
  private static boolean isOf(Operation transfer, Held held) {
    return transfer.answer() instanceof Answer.Ok ok
        && Model.held(ok).stream().anyMatch(made -> Objects.equals(made, held));
  }
}
