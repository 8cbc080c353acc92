package dev.ipam.reference.rows;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.db.Sql;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rests in one subnet.
 *
 * @param sql what runs the statements
 * @param number the subnet's number
 */
public record RestRows(Sql sql, long number) {
  /** It rests outside of the pools. */
  public static final int OUTSIDE = 0;

  /** It rests in the pools. */
  public static final int INSIDE = 1;

  /** It has rested and is free, but was resting when the present pass was elsewhere. */
  public static final int WAITING = 2;

  private static final String BY_STATE = " FROM ipam_rest WHERE subnet_number = ? AND state = ?";

  /**
   * A rest.
   *
   * @param address the address
   * @param untilMillis when it ends, in milliseconds since 1970
   * @param state one of the constants
   */
  public record Rest(IpAddress address, long untilMillis, int state) {}

  /** Finds the rest of an address. */
  public @Nullable Rest find(IpAddress address) {
    return sql.first(
        "SELECT until_millis, state FROM ipam_rest WHERE subnet_number = ? AND address = ?",
        row -> new Rest(address, row.getLong(1), row.getInt(2)),
        number,
        address.toBytes());
  }

  /** Returns some of those that have ended. */
  public List<Rest> ended(int state, long now, int most) {
    return sql.all(
        "SELECT address, until_millis"
            + BY_STATE
            + " AND until_millis <= ?"
            + " ORDER BY until_millis LIMIT ?",
        row -> new Rest(Forms.address(row, 1), row.getLong(2), state),
        number,
        state,
        now,
        most);
  }

  /** When the first one of a state ends; {@link Long#MAX_VALUE} where there is none. */
  public long firstEnd(int state) {
    Long first =
        sql.first(
            "SELECT until_millis" + BY_STATE + " ORDER BY until_millis LIMIT 1",
            row -> row.getLong(1),
            number,
            state);
    return first == null ? Long.MAX_VALUE : first;
  }

  /** When the first one of a state ends that has not ended yet; the latest time where none is. */
  public long firstEnd(int state, long now) {
    Long first =
        sql.first(
            "SELECT until_millis"
                + BY_STATE
                + " AND until_millis > ? ORDER BY until_millis LIMIT 1",
            row -> row.getLong(1),
            number,
            state,
            now);
    return first == null ? Long.MAX_VALUE : first;
  }

  /** How many of a state have ended. */
  public long countEnded(int state, long now) {
    return sql.number("SELECT count(*)" + BY_STATE + " AND until_millis <= ?", number, state, now);
  }

  /** Adds a rest. */
  public void add(Rest rest) {
    sql.run(
        "INSERT INTO ipam_rest (subnet_number, address, until_millis, state) VALUES (?, ?, ?, ?)",
        number,
        rest.address().toBytes(),
        rest.untilMillis(),
        rest.state());
  }

  /** Removes a rest. */
  public void delete(IpAddress address) {
    sql.run(
        "DELETE FROM ipam_rest WHERE subnet_number = ? AND address = ?", number, address.toBytes());
  }

  /** Removes several. */
  public void delete(List<Rest> rests) {
    sql.runAll(
        "DELETE FROM ipam_rest WHERE subnet_number = ? AND address = ?",
        rests.stream()
            .map(rest -> new @Nullable Object[] {number, rest.address().toBytes()})
            .toList());
  }

  /** Notes that several have rested, and wait. */
  public void await(List<Rest> rests) {
    sql.runAll(
        "UPDATE ipam_rest SET state = 2 WHERE subnet_number = ? AND address = ?",
        rests.stream()
            .map(rest -> new @Nullable Object[] {number, rest.address().toBytes()})
            .toList());
  }

  /** Removes those that wait for a pass, which begins. */
  public void deleteWaiting() {
    sql.run("DELETE FROM ipam_rest WHERE subnet_number = ? AND state = 2", number);
  }

  /** Returns those that rest in a range, in the order of addresses. */
  public List<IpAddress> restingIn(AddressRange range) {
    return sql.all(
        "SELECT address FROM ipam_rest WHERE subnet_number = ? AND state < 2"
            + " AND address BETWEEN ? AND ? ORDER BY address",
        row -> Forms.address(row, 1),
        number,
        range.first().toBytes(),
        range.last().toBytes());
  }

  /** Notes whether what rests in a range is in the pools; returns how many that are. */
  public int move(AddressRange range, int state) {
    return sql.run(
        "UPDATE ipam_rest SET state = ? WHERE subnet_number = ? AND state < 2"
            + " AND address BETWEEN ? AND ?",
        state,
        number,
        range.first().toBytes(),
        range.last().toBytes());
  }
}
