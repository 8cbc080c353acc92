package dev.ipam.reference;

import dev.ipam.reference.rows.RestRows;
import dev.ipam.reference.rows.RestRows.Rest;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends rests that are over, before anything else is done in a subnet. Each costs a part of what its
 * release cost.
 *
 * @ipam.rule 3.68 3.70
 */
final class SubnetRests {
  private static final int STEP = 4_096;

  private SubnetRests() {}

  static void settle(SubnetState state) {
    RestRows rows = state.rests();
    long now = state.session().millis();
    List<Rest> outside = rows.ended(RestRows.OUTSIDE, now, STEP);
    while (!outside.isEmpty()) {
      rows.delete(outside);
      outside = rows.ended(RestRows.OUTSIDE, now, STEP);
    }
    List<Rest> inside = rows.ended(RestRows.INSIDE, now, STEP);
    while (!inside.isEmpty()) {
      settle(state, inside);
      inside = rows.ended(RestRows.INSIDE, now, STEP);
    }
  }

  private static void settle(SubnetState state, List<Rest> ended) {
    SubnetPass pass = state.pass();
    state.spent().expect(ended.size());
    List<Rest> waiting = new ArrayList<>();
    List<Rest> over = new ArrayList<>();
    for (Rest rest : ended) {
      // What is spent waits for the next pass as well, but its rest is of no interest any more.
      boolean ahead = pass.isAhead(rest.address());
      boolean spent = ahead && pass.isSpent(rest.address());
      boolean waits = ahead && !spent && rest.untilMillis() > pass.started();
      (waits ? waiting : over).add(rest);
      state.rested(rest.address(), spent || waits);
    }
    state.rests().await(waiting);
    state.rests().delete(over);
  }
}
