package dev.ipam.reference;

import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.rows.AllocationRow;
import dev.ipam.request.Allocation;
import java.util.Optional;

/** Looks up one address of one subnet, in one statement. */
final class SubnetLookUp {
  private static final String HELD =
      "SELECT "
          + AllocationRow.COLUMNS
          + " FROM ipam_subnet s LEFT JOIN ipam_allocation a"
          + " ON a.subnet_number = s.number AND a.address = ? WHERE s.id = ?";

  private SubnetLookUp() {}

  static Optional<Allocation> find(Sql sql, String subnetId, IpAddress address) {
    Optional<Allocation> found =
        sql.first(
            HELD,
            row ->
                row.getBytes(1) == null
                    ? Optional.<Allocation>empty()
                    : Optional.of(AllocationRow.read(row, subnetId)),
            address.toBytes(),
            subnetId);
    if (found == null) {
      throw new SubnetNotFoundException(subnetId);
    }
    return found;
  }
}
