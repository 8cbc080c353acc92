package dev.ipam.reference.rows;

import dev.ipam.net.IpAddress;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.space.FreeRuns;
import dev.ipam.reference.space.Run;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code ipam_free} of one subnet.
 *
 * @param number the subnet's number
 * @param sql what runs the statements of the present transaction
 */
public record FreeTable(long number, Sql sql) implements FreeRuns.Table {
  private static final String ENDING_FROM =
      "SELECT first_address, last_address, from_pass FROM ipam_free"
          + " WHERE subnet_number = ? AND last_address >= ? ORDER BY last_address LIMIT ?";

  @Override
  public List<Run> endingFrom(IpAddress at, int most) {
    return sql.all(
        ENDING_FROM,
        row -> new Run(Forms.address(row, 1), Forms.address(row, 2), row.getLong(3)),
        number,
        at.toBytes(),
        most);
  }

  @Override
  public void delete(List<IpAddress> lasts) {
    List<@Nullable Object[]> rows = new ArrayList<>(lasts.size());
    lasts.forEach(last -> rows.add(new @Nullable Object[] {number, last.toBytes()}));
    sql.runAll("DELETE FROM ipam_free WHERE subnet_number = ? AND last_address = ?", rows);
  }

  @Override
  public void update(List<Run> runs) {
    sql.runAll(
        "UPDATE ipam_free SET first_address = ?, from_pass = ?"
            + " WHERE subnet_number = ? AND last_address = ?",
        values(runs));
  }

  @Override
  public void insert(List<Run> runs) {
    sql.runAll(
        "INSERT INTO ipam_free (first_address, from_pass, subnet_number, last_address)"
            + " VALUES (?, ?, ?, ?)",
        values(runs));
  }

  private List<@Nullable Object[]> values(List<Run> runs) {
    List<@Nullable Object[]> rows = new ArrayList<>(runs.size());
    for (Run run : runs) {
      rows.add(
          new @Nullable Object[] {
            run.first().toBytes(), run.fromPass(), number, run.last().toBytes()
          });
    }
    return rows;
  }
}
