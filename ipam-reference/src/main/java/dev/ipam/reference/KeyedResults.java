package dev.ipam.reference;

import dev.ipam.reference.db.Sql;
import dev.ipam.reference.db.SqlFailure;
import dev.ipam.reference.rows.AllocationRow;
import dev.ipam.reference.rows.KeyRow;
import dev.ipam.request.Allocation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Finds again what was allocated under a key, all of which is held: in the order of tokens. */
final class KeyedResults {
  private static final String HELD =
      "SELECT "
          + AllocationRow.COLUMNS
          + ", s.id FROM ipam_allocation a JOIN ipam_subnet s ON s.number = a.subnet_number"
          + " WHERE a.key_name = ? ORDER BY a.token";

  private KeyedResults() {}

  static List<List<Allocation>> of(Session session, KeyRow bound) {
    session.flush();
    return of(session.sql(), bound);
  }

  /** The same on any connection. */
  static List<List<Allocation>> of(Sql sql, KeyRow bound) {
    List<Allocation> held = sql.all(HELD, AllocationRow::readWithSubnet, bound.name());
    if (held.size() < bound.total()) {
      // They were all there when they were counted: a caller's transaction has released some since.
      throw new SqlFailure(new SQLException("another writer was faster", "40001"));
    }
    List<List<Allocation>> results = new ArrayList<>(bound.counts().size());
    int from = 0;
    for (int count : bound.counts()) {
      results.add(List.copyOf(held.subList(from, from + count)));
      from += count;
    }
    return List.copyOf(results);
  }
}
