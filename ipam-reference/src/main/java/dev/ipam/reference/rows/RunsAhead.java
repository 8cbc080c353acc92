package dev.ipam.reference.rows;

import dev.ipam.net.IpAddress;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.space.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The first free runs of several subnets, each from an address on, read in one round trip: a seek
 * for each, in one statement.
 */
public final class RunsAhead {
  /** How many runs of each are read. */
  public static final int MOST = SubnetsAhead.FEW_RUNS;

  /** Of one subnet; binds its number and the address. */
  public static final String OF_ONE =
      "(SELECT subnet_number, first_address, last_address, from_pass FROM ipam_free"
          + " WHERE subnet_number = ? AND last_address >= ? ORDER BY last_address LIMIT "
          + MOST
          + ")";

  /** No subnet has this number. */
  private static final long NONE = -1;

  private record Found(long number, Run run) {}

  /**
   * From where on runs are wanted.
   *
   * @param number the subnet's number
   * @param address the address at or after which the first of them ends
   */
  public record Place(long number, IpAddress address) {}

  private RunsAhead() {}

  /**
   * Reads them.
   *
   * @param places of different subnets
   * @return by the number of the subnet up to {@link #MOST} runs; nothing of one that has none
   */
  public static Map<Long, List<Run>> read(Sql sql, List<Place> places) {
    int width = width(places.size());
    StringJoiner text = new StringJoiner(" UNION ALL ");
    @Nullable Object[] values = new @Nullable Object[2 * width];
    for (int i = 0; i < width; i++) {
      text.add(OF_ONE);
      Place place = places.get(Math.min(i, places.size() - 1));
      values[2 * i] = i < places.size() ? place.number : NONE;
      values[2 * i + 1] = place.address.toBytes();
    }
    Map<Long, List<Run>> runs = new HashMap<>();
    for (Found each :
        sql.all(
            text.toString(),
            row ->
                new Found(
                    row.getLong(1),
                    new Run(Forms.address(row, 2), Forms.address(row, 3), row.getLong(4))),
            values)) {
      runs.computeIfAbsent(each.number, any -> new ArrayList<>()).add(each.run);
    }
    return runs;
  }

  /** For so many values a text has so many places: of few widths there are few texts. */
  static int width(int values) {
    return values == 1 ? 1 : Integer.highestOneBit(values - 1) << 1;
  }
}
