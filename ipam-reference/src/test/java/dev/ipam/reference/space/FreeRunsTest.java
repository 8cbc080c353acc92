package dev.ipam.reference.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The free addresses, beside a plain map; rows and cut alone must always tell the same. */
class FreeRunsTest {
  private static final int ADDRESSES = 64;
  private static final long PASS = 1;

  /** Rows as a database has them, which counts what is written. */
  private static final class Rows implements FreeRuns.Table {
    private final TreeMap<IpAddress, Run> rows = new TreeMap<>();
    private int writes;
    private int reads;

    @Override
    public List<Run> endingFrom(IpAddress at, int most) {
      reads++;
      return rows.tailMap(at).values().stream().limit(most).toList();
    }

    @Override
    public void delete(List<AddressRange> lasts) {
      for (AddressRange each : lasts) {
        writes++;
        assertThat(rows).containsKeys(each.first(), each.last());
        rows.subMap(each.first(), true, each.last(), true).clear();
      }
    }

    @Override
    public void update(List<Run> runs) {
      for (Run each : runs) {
        writes++;
        assertThat(rows.put(each.last(), each)).isNotNull();
      }
    }

    @Override
    public void cut(AddressRange run) {
      writes++;
      rows.computeIfPresent(run.last(), (last, row) -> new Run(run.first(), last, row.fromPass()));
    }

    @Override
    public void insert(List<Run> runs) {
      for (Run each : runs) {
        writes++;
        assertThat(rows.put(each.last(), each)).isNull();
      }
    }

    /** What is free, and whether it waits for the next pass. */
    Map<Integer, Boolean> free(@Nullable Run cut) {
      TreeMap<Integer, Boolean> free = new TreeMap<>();
      for (Run row : rows.values()) {
        Run left = row.after(cut);
        for (int i = index(left.first()); i <= index(left.last()); i++) {
          assertThat(free.put(i, left.fromPass() > PASS)).as("%s is free twice", i).isNull();
        }
      }
      return free;
    }
  }

  private static IpAddress address(int index) {
    return IpAddress.ofIpv4(0x0a000000 + index);
  }

  private static int index(IpAddress address) {
    return (int) address.low() - 0x0a000000;
  }

  private static FreeRuns open(Rows rows, @Nullable Run cut) {
    return new FreeRuns(rows, IpFamily.IPV4, cut);
  }

  /**
   * Takes and gives back at random, writes every now and then, and looks at the rows each time.
   *
   * @param steps below {@link #ADDRESSES}: gives the address back if it is taken, else takes it;
   *     one of the larger ones writes, forgets what was read, or begins anew from the rows
   */
  @Property(tries = 500)
  void rowsAndCutTellWhatIsFree(
      @ForAll @Size(max = 300) List<@IntRange(min = 0, max = ADDRESSES + 40) Integer> steps) {
    Rows rows = new Rows();
    FreeRuns free = open(rows, null);
    free.startEmpty();
    free.add(new AddressRange(address(0), address(ADDRESSES - 1)), 0, PASS);
    free.flush();
    TreeMap<Integer, Boolean> model = new TreeMap<>();
    for (int i = 0; i < ADDRESSES; i++) {
      model.put(i, false);
    }
    for (int step : steps) {
      if (step < ADDRESSES) {
        if (model.remove(step) != null) {
          free.take(address(step), address(step));
        } else {
          long from = step % 3 == 0 ? PASS + 1 : 0;
          free.add(new AddressRange(address(step), address(step)), from, PASS);
          model.put(step, from > PASS);
        }
      } else if (step < ADDRESSES + 20) {
        Run next = free.atOrAfter(address(0));
        if (next != null) {
          free.take(next.first(), next.first());
          model.remove(index(next.first()));
        }
      } else {
        free.flush();
        assertThat(rows.free(free.cut())).isEqualTo(model);
        if (step >= ADDRESSES + 30) {
          free = open(rows, free.cut());
        }
      }
      for (int i = 0; i < ADDRESSES; i += 7) {
        assertThat(free.isFree(address(i))).as("%s", i).isEqualTo(model.containsKey(i));
      }
    }
    free.flush();
    assertThat(rows.free(free.cut())).isEqualTo(model);
  }

  @Test
  void takingFromTheFrontWritesNoRow() {
    Rows rows = new Rows();
    FreeRuns free = open(rows, null);
    free.startEmpty();
    free.add(new AddressRange(address(0), address(63)), 0, PASS);
    free.flush();
    rows.writes = 0;
    for (int i = 0; i < 40; i++) {
      free.take(address(i), address(i));
      free.flush();
      free = open(rows, free.cut());
    }
    assertThat(rows.writes).isZero();
    assertThat(free.cut()).isEqualTo(new Run(address(40), address(63), 0));
    // What is given back before it, apart from it, has a row of its own; it stays as it is.
    free.add(new AddressRange(address(7), address(7)), 0, PASS);
    free.flush();
    assertThat(rows.writes).isEqualTo(1);
    assertThat(free.cut()).isEqualTo(new Run(address(40), address(63), 0));
  }

  @Test
  void whatIsCutIsKnownWithoutItsRow() {
    Rows rows = new Rows();
    FreeRuns free = open(rows, null);
    free.startEmpty();
    free.add(new AddressRange(address(0), address(63)), 3, PASS);
    free.flush();
    free.take(address(0), address(9));
    free.flush();

    free = open(rows, free.cut());
    assertThat(free.eligible(address(10), 3)).isEqualTo(new Run(address(10), address(63), 3));
    assertThat(free.isFree(address(63))).isTrue();
    free.take(address(10), address(19));
    free.take(address(30), address(30));
    free.flush();
    assertThat(rows.reads).isZero();
    assertThat(List.copyOf(rows.free(free.cut()).keySet())).hasSize(43).contains(20, 29, 31, 63);

    // What is before it, and after it, is not.
    free = open(rows, free.cut());
    assertThat(free.atOrAfter(address(9))).isEqualTo(new Run(address(20), address(29), 3));
    assertThat(rows.reads).isEqualTo(1);
    assertThat(free.isFree(address(64))).isFalse();
  }

  @Test
  void theRowOfWhatWasCutIsWrittenWhereItBeginsEarlier() {
    Rows rows = new Rows();
    FreeRuns free = open(rows, null);
    free.startEmpty();
    free.add(new AddressRange(address(0), address(63)), 0, PASS);
    free.flush();
    free.take(address(0), address(9));
    free.flush();

    free = open(rows, free.cut());
    free.take(address(10), address(10));
    free.flush();
    free.add(new AddressRange(address(10), address(10)), 0, PASS);
    free.flush();
    assertThat(List.copyOf(rows.free(free.cut()).keySet())).hasSize(54).doesNotContain(9);
    free.add(new AddressRange(address(9), address(9)), 0, PASS);
    free.flush();
    assertThat(free.cut()).isNull();
    assertThat(List.copyOf(rows.free(null).keySet())).hasSize(55).contains(9);
  }

  @Test
  void manyRunsInARowAreDeletedAtOnce() {
    Rows rows = new Rows();
    FreeRuns free = open(rows, null);
    free.startEmpty();
    for (int i = 0; i < 60; i += 3) {
      free.add(new AddressRange(address(i), address(i)), 0, PASS);
    }
    free.flush();
    free = open(rows, null);
    rows.writes = 0;
    List<Integer> taken = new ArrayList<>();
    for (int i = 0; i < 30; i += 3) {
      free.take(address(i), address(i));
      taken.add(i);
    }
    free.take(address(36), address(36));
    free.flush();
    assertThat(rows.writes).isEqualTo(2);
    assertThat(List.copyOf(rows.free(free.cut()).keySet()))
        .hasSize(20 - taken.size() - 1)
        .doesNotContainAnyElementsOf(taken);
  }
}
