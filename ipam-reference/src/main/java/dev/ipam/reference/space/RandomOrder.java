package dev.ipam.reference.space;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An order of a subnet's pool addresses in which the free ones come first, so that a random place
 * among the first F is a random free address, each with the same probability, at a cost that
 * depends on nothing.
 *
 * <p>Addresses are named by their rank in the pools. At first each stands at the place of its rank,
 * which takes no row; taking one swaps it with the last of the free ones, releasing one with the
 * first that is not free. (It is a Fisher-Yates shuffle that never ends.)
 *
 * <p>Not safe for use by several threads.
 */
public final class RandomOrder {
  /**
   * A place whose occupant is not the address of its rank.
   *
   * @param place the place
   * @param occupant the rank of who stands there
   */
  public record Place(BigInteger place, BigInteger occupant) {}

  /** Reads and writes rows. */
  public interface Table {
    /** Returns those of these places that have a row. */
    List<Place> places(List<BigInteger> places);

    /** Returns the rows of these occupants. */
    List<Place> occupants(List<BigInteger> occupants);

    /** Deletes rows. */
    void delete(List<BigInteger> places);

    /** Adds rows. */
    void insert(List<Place> places);
  }

  private static final int CHUNK = 400;
  private static final int MOST_KEPT = 20_000;

  private final Table table;
  private final Map<BigInteger, BigInteger> occupants = new HashMap<>();
  private final Map<BigInteger, BigInteger> places = new HashMap<>();
  private final Map<BigInteger, BigInteger> stored = new HashMap<>();
  private final TreeSet<BigInteger> touched = new TreeSet<>();
  private boolean complete;

  /** Makes the view of a subnet's rows; nothing is read yet. */
  public RandomOrder(Table table) {
    this.table = table;
  }

  /** Notes that there are no rows, so that none are looked for. */
  public void startEmpty() {
    forget();
    complete = true;
  }

  /**
   * Draws ranks of free addresses; they must then be taken in this order.
   *
   * @param free how many are free, at least as many as are drawn
   */
  public List<BigInteger> draw(int count, BigInteger free, RandomGenerator random) {
    List<BigInteger> chosen = new ArrayList<>(count);
    Set<BigInteger> needed = new HashSet<>();
    BigInteger left = free;
    for (int i = 0; i < count; i++) {
      BigInteger place = below(left, random);
      left = left.subtract(BigInteger.ONE);
      chosen.add(place);
      needed.add(place);
      needed.add(left);
    }
    load(needed);
    List<BigInteger> ranks = new ArrayList<>(count);
    left = free;
    for (BigInteger place : chosen) {
      BigInteger rank = occupantAt(place);
      ranks.add(rank);
      take(rank, left);
      left = left.subtract(BigInteger.ONE);
    }
    return ranks;
  }

  /** Takes an address of which the rank is known, of so many that are free. */
  public void take(BigInteger rank, BigInteger free) {
    swap(placeOf(rank), free.subtract(BigInteger.ONE));
  }

  /** Releases an address, where so many are free without it. */
  public void release(BigInteger rank, BigInteger free) {
    swap(placeOf(rank), free);
  }

  private void swap(BigInteger a, BigInteger b) {
    if (!a.equals(b)) {
      BigInteger atA = occupantAt(a);
      BigInteger atB = occupantAt(b);
      put(a, atB);
      put(b, atA);
    }
  }

  private void put(BigInteger place, BigInteger occupant) {
    occupants.put(place, occupant);
    places.put(occupant, place);
    touched.add(place);
  }

  private BigInteger occupantAt(BigInteger place) {
    BigInteger known = occupants.get(place);
    if (known == null) {
      load(Set.of(place));
      known = occupants.get(place);
    }
    return known == null ? place : known;
  }

  private BigInteger placeOf(BigInteger rank) {
    BigInteger known = places.get(rank);
    if (known != null) {
      return known;
    }
    List<Place> rows = complete ? List.of() : table.occupants(List.of(rank));
    Place row = rows.isEmpty() ? new Place(rank, rank) : rows.get(0);
    learn(row);
    return row.place();
  }

  private void load(Set<BigInteger> wanted) {
    List<BigInteger> unknown = new ArrayList<>();
    for (BigInteger place : wanted) {
      if (!occupants.containsKey(place)) {
        unknown.add(place);
      }
    }
    for (int from = 0; from < unknown.size(); from += CHUNK) {
      List<BigInteger> chunk = unknown.subList(from, Math.min(unknown.size(), from + CHUNK));
      if (!complete) {
        table.places(chunk).forEach(this::learn);
      }
      for (BigInteger place : chunk) {
        if (!occupants.containsKey(place)) {
          learn(new Place(place, place));
        }
      }
    }
  }

  private void learn(Place row) {
    occupants.put(row.place(), row.occupant());
    places.put(row.occupant(), row.place());
    stored.put(row.place(), row.occupant());
  }

  /** Writes what has changed since the last time. */
  public void flush() {
    List<BigInteger> deleted = new ArrayList<>();
    List<Place> inserted = new ArrayList<>();
    for (BigInteger place : touched) {
      BigInteger now = occupants.getOrDefault(place, place);
      BigInteger before = stored.getOrDefault(place, place);
      if (!now.equals(before)) {
        if (!before.equals(place)) {
          deleted.add(place);
        }
        if (!now.equals(place)) {
          inserted.add(new Place(place, now));
        }
        stored.put(place, now);
      }
    }
    touched.clear();
    table.delete(deleted);
    table.insert(inserted);
  }

  /** Forgets what was read where that has become much; everything must have been written. */
  public void trim() {
    if (occupants.size() > MOST_KEPT) {
      forget();
    }
  }

  private void forget() {
    complete = false;
    occupants.clear();
    places.clear();
    stored.clear();
    touched.clear();
  }

  private static BigInteger below(BigInteger bound, RandomGenerator random) {
    int bits = bound.subtract(BigInteger.ONE).bitLength();
    while (true) {
      BigInteger shot = bits(bits, random);
      if (shot.compareTo(bound) < 0) {
        return shot;
      }
    }
  }

  private static BigInteger bits(int count, RandomGenerator random) {
    @Nullable BigInteger all = null;
    for (int left = count; left > 0; left -= Integer.SIZE) {
      int take = Math.min(left, Integer.SIZE);
      BigInteger part =
          BigInteger.valueOf(Integer.toUnsignedLong(random.nextInt()) >>> (32 - take));
      all = all == null ? part : all.shiftLeft(take).or(part);
    }
    return all == null ? BigInteger.ZERO : all;
  }
}
