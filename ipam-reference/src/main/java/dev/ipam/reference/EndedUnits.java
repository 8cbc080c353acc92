package dev.ipam.reference;

import dev.ipam.reference.rows.UnitRows;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Which transactions of callers have ended: those whose row nobody has locked. On a cluster the
 * server of the transaction is asked, since no other one sees the lock. One that does not answer
 * for the length of a deadline is given up, and its transactions with it.
 *
 * @ipam.rule 6.30..6.32
 */
final class EndedUnits {
  private final Session session;
  private final UnitRows units;

  EndedUnits(Session session) {
    this.session = session;
    // What has ended is seen in no other order than what is written by it.
    session.hold();
    this.units = new UnitRows(session.sql());
  }

  /** Those that hold something of a subnet. */
  Set<String> ofSubnet(long number) {
    return among(
        units.nodes(number),
        (rows, node) -> rows.unlocked(number, node),
        node -> units.of(number, node));
  }

  /** Whether all have; what is written sees to it that none of them is committed later. */
  boolean areAll() {
    Set<String> ended = among(units.nodes(), UnitRows::unlocked, units::of);
    units.write(ended);
    return session.sql().number("SELECT count(*) FROM ipam_unit") == ended.size();
  }

  /** Removes the rows of those that hold nothing any more. */
  void forget(Set<String> ended) {
    units.deleteIdle(ended);
  }

  /**
   * Removes some of a server's that took nothing, so that nobody who looks at a subnet sees them.
   */
  void sweep(String node, long before) {
    List<String> idle =
        node.equals(session.node())
            ? units.idle(node, before)
            : session.nodes().ask(node, sql -> new UnitRows(sql).idle(node, before));
    if (idle != null) {
      units.deleteIdle(idle);
    }
  }

  private Set<String> among(
      List<String> nodes,
      BiFunction<UnitRows, String, List<String>> unlocked,
      Function<String, List<String>> all) {
    Set<String> ended = new LinkedHashSet<>();
    for (String node : nodes) {
      if (node.equals(session.node())) {
        ended.addAll(unlocked.apply(units, node));
      } else {
        List<String> there =
            session.nodes().ask(node, sql -> unlocked.apply(new UnitRows(sql), node));
        if (there == null && session.nodes().isLost(node)) {
          there = all.apply(node);
        }
        if (there != null) {
          // Should it be wrong, or what was committed there be on its way, one of the two fails.
          units.write(there);
          ended.addAll(there);
        }
      }
    }
    return ended;
  }
}
