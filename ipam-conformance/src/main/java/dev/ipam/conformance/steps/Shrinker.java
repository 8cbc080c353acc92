package dev.ipam.conformance.steps;

import dev.ipam.conformance.model.AddressStep;
import dev.ipam.conformance.model.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes a failing script shorter, by leaving out steps and words (delta debugging).
 *
 * <p>Not safe for use by several threads.
 *
 * @since 0.1
 */
public final class Shrinker {
  private final Predicate<List<Step>> fails;
  private int runs;

  /**
   * Makes a shrinker.
   *
   * @param fails whether a script fails in the same way
   * @param runs how many scripts may be tried
   */
  public Shrinker(Predicate<List<Step>> fails, int runs) {
    this.fails = fails;
    this.runs = runs;
  }

  /**
   * Makes a script shorter.
   *
   * @param script a script that fails at its last step
   * @return the shortest that was found to fail in the same way
   */
  public List<Step> shrink(List<Step> script) {
    List<Step> best = script;
    for (int chunk = Math.max(1, best.size() / 2); ; chunk = Math.max(1, chunk / 2)) {
      List<Step> shorter = without(best, chunk);
      boolean stuck = shorter.size() == best.size();
      best = shorter;
      if (runs <= 0 || (chunk == 1 && stuck)) {
        break;
      }
    }
    return simpler(best);
  }

  /** Leaves out chunks of a size, from the end, where the script fails without them. */
  private List<Step> without(List<Step> script, int chunk) {
    List<Step> best = script;
    // The last step is the one that fails.
    for (int end = best.size() - 1; end > 0; end -= chunk) {
      List<Step> tried = new ArrayList<>(best);
      tried.subList(Math.max(0, end - chunk), end).clear();
      if (stillFails(tried)) {
        best = tried;
      }
    }
    return best;
  }

  private List<Step> simpler(List<Step> script) {
    List<Step> best = script;
    for (int i = 0; i < best.size(); i++) {
      for (Step simple : simpler(best.get(i))) {
        List<Step> tried = new ArrayList<>(best);
        tried.set(i, simple);
        if (!simple.equals(best.get(i)) && stillFails(tried)) {
          best = tried;
        }
      }
    }
    return best;
  }

  private static List<Step> simpler(Step step) {
    if (step instanceof AddressStep.Together together) {
      List<Step> fewer = new ArrayList<>();
      for (int i = 0; i < together.parts().size() && together.parts().size() > 1; i++) {
        List<AddressStep.Allocate> parts = new ArrayList<>(together.parts());
        parts.remove(i);
        fewer.add(new AddressStep.Together(parts, together.key()));
      }
      return fewer;
    }
    if (!(step instanceof AddressStep.Allocate one)) {
      return List.of();
    }
    return List.of(
        plain(one, one.owner(), null), plain(one, null, one.key()), plain(one, null, null));
  }

  private static Step plain(
      AddressStep.Allocate one, @Nullable String owner, @Nullable String key) {
    return new AddressStep.Allocate(one.subnets(), one.wish(), owner, key, "");
  }

  private boolean stillFails(List<Step> script) {
    return runs-- > 0 && fails.test(script);
  }
}
