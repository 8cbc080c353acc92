package dev.ipam.conformance.linear;

import dev.ipam.conformance.model.AddressStep;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.LookUp;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.SubnetStep;
import dev.ipam.conformance.model.Terms;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operation has in common with others: its subnets, its key, and the one token mark of the
 * store. Operations without anything in common, directly or through others, are independent.
 */
final class Footprint {
  private static final String ALL = "everything";

  private Footprint() {}

  /** Splits a history into parts that have nothing in common. */
  static List<List<Operation>> apart(Terms terms, List<Operation> history) {
    Map<Set<String>, List<Operation>> parts = new LinkedHashMap<>();
    for (Operation operation : history) {
      Set<String> touched = of(terms, operation);
      List<Operation> joined = new ArrayList<>();
      for (Set<String> part : List.copyOf(parts.keySet())) {
        if (part.contains(ALL)
            || touched.contains(ALL)
            || part.stream().anyMatch(touched::contains)) {
          joined.addAll(parts.remove(part));
          touched.addAll(part);
        }
      }
      joined.add(operation);
      parts.put(touched, joined);
    }
    return List.copyOf(parts.values());
  }

  private static Set<String> of(Terms terms, Operation operation) {
    Set<String> touched = new HashSet<>();
    Step step = operation.step();
    if (step instanceof AddressStep.Allocate one) {
      add(touched, one, one.key());
    } else if (step instanceof AddressStep.Together together) {
      together.parts().forEach(part -> add(touched, part, together.key()));
    } else if (step instanceof AddressStep.Release release) {
      touched.add("subnet " + release.subnet());
    } else if (step instanceof AddressStep.Transfer transfer) {
      touched.add("subnet " + transfer.subnet());
      addKey(touched, transfer.key());
    } else if (step instanceof LookUp.Subnet look) {
      touched.add("subnet " + look.id());
    } else if (step instanceof LookUp.Find find) {
      touched.add("subnet " + find.subnet());
    } else if (step instanceof LookUp.Allocations all) {
      touched.add("subnet " + all.subnet());
    } else if (step instanceof LookUp.Usage look) {
      touched.add("subnet " + look.subnet());
    } else if (step instanceof SubnetStep.Update update) {
      touched.add("subnet " + update.id());
    } else {
      touched.add(ALL);
    }
    boolean allocates =
        step instanceof AddressStep.Allocate
            || step instanceof AddressStep.Together
            || step instanceof AddressStep.Transfer;
    if (allocates && terms.has("TOKENS") && !(operation.answer() instanceof Answer.Refused)) {
      touched.add("token mark");
    }
    return touched;
  }

  private static void add(Set<String> touched, AddressStep.Allocate one, @Nullable String key) {
    one.subnets().forEach(id -> touched.add("subnet " + id));
    addKey(touched, key);
  }

  private static void addKey(Set<String> touched, @Nullable String key) {
    if (key != null) {
      touched.add("key " + key);
    }
  }
}
