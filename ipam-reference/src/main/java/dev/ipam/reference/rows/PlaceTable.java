package dev.ipam.reference.rows;

import dev.ipam.reference.db.RowWrite;
import dev.ipam.reference.db.RowWrite.ColumnType;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.space.RandomOrder;
import dev.ipam.reference.space.RandomOrder.Place;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code ipam_place} of one subnet. What is written waits, as {@link Sql} says.
 *
 * @param number the subnet's number
 * @param sql what runs the statements of the present transaction
 */
public record PlaceTable(long number, Sql sql) implements RandomOrder.Table {
  private static final RowWrite.Table TABLE =
      new RowWrite.Table("ipam_place")
          .values(ColumnType.BYTES, "occupant")
          .key(ColumnType.NUMBER, "subnet_number")
          .key(ColumnType.BYTES, "place");
  private static final RowWrite DELETE = TABLE.delete();
  private static final RowWrite INSERT = TABLE.insert();
  private static final int WIDE = 50;
  private static final String SELECT =
      "SELECT place, occupant FROM ipam_place WHERE subnet_number = ? AND ";
  private static final String OF_PLACES = SELECT + "place IN (?" + ", ?".repeat(WIDE - 1) + ")";
  private static final String OF_PLACE = SELECT + "place IN (?, ?)";
  private static final String OF_OCCUPANT = SELECT + "occupant = ?";

  @Override
  public List<Place> places(List<BigInteger> places) {
    List<Place> found = new ArrayList<>();
    int from = 0;
    while (places.size() - from > 2) {
      int to = Math.min(places.size(), from + WIDE);
      found.addAll(in(OF_PLACES, WIDE, places.subList(from, to)));
      from = to;
    }
    if (from < places.size()) {
      found.addAll(in(OF_PLACE, 2, places.subList(from, places.size())));
    }
    return found;
  }

  /** The text has a place for so many; what is left is filled with the last. */
  private List<Place> in(String text, int width, List<BigInteger> some) {
    @Nullable Object[] values = new @Nullable Object[width + 1];
    values[0] = number;
    for (int i = 0; i < width; i++) {
      values[i + 1] = Forms.rank(some.get(Math.min(i, some.size() - 1)));
    }
    return sql.all(text, PlaceTable::read, values);
  }

  @Override
  public List<Place> occupants(List<BigInteger> occupants) {
    List<Place> found = new ArrayList<>();
    for (BigInteger occupant : occupants) {
      found.addAll(sql.all(OF_OCCUPANT, PlaceTable::read, number, Forms.rank(occupant)));
    }
    return found;
  }

  private static Place read(ResultSet row) throws SQLException {
    return new Place(Forms.rank(row.getBytes(1)), Forms.rank(row.getBytes(2)));
  }

  @Override
  public void delete(List<BigInteger> places) {
    List<@Nullable Object[]> rows = new ArrayList<>(places.size());
    places.forEach(place -> rows.add(new @Nullable Object[] {number, Forms.rank(place)}));
    sql.write(DELETE, rows);
  }

  @Override
  public void insert(List<Place> places) {
    List<@Nullable Object[]> rows = new ArrayList<>(places.size());
    for (Place place : places) {
      rows.add(
          new @Nullable Object[] {Forms.rank(place.occupant()), number, Forms.rank(place.place())});
    }
    sql.write(INSERT, rows);
  }
}
