package dev.ipam.reference.rows;

import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Finds who holds an address in all subnets: the subnets that contain it have one of few CIDRs, one
 * for each prefix length. An index of allocations by address would be written with each of them.
 */
public final class HoldersQuery {
  private static final String JOINED =
      " JOIN ipam_allocation a ON a.subnet_number = s.number AND a.address = ?";

  /** Where the planner may otherwise go through all allocations: a limit is not planned across. */
  private static final String LATERAL =
      ", LATERAL (SELECT * FROM ipam_allocation"
          + " WHERE subnet_number = s.number AND address = ? LIMIT 1) a";

  private HoldersQuery() {}

  /**
   * The statement; its rows are read by {@link AllocationRow#readWithSubnet}.
   *
   * @param looksFurther whether the database has {@code LATERAL}
   */
  public static String text(IpAddress address, boolean looksFurther) {
    StringJoiner cidrs = new StringJoiner(" OR ");
    for (int length = 0; length <= address.family().bits(); length++) {
      cidrs.add("(s.network = ? AND s.prefix_length = " + length + ")");
    }
    return "SELECT "
        + AllocationRow.COLUMNS
        + ", s.id FROM ipam_subnet s"
        + (looksFurther ? LATERAL : JOINED)
        + " WHERE "
        + cidrs
        + " ORDER BY s.id";
  }

  /** What it binds. */
  public static Object[] values(IpAddress address) {
    List<Object> values = new ArrayList<>();
    values.add(address.toBytes());
    for (int length = 0; length <= address.family().bits(); length++) {
      values.add(Cidr.containing(address, length).network().toBytes());
    }
    return values.toArray();
  }
}
