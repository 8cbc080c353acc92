package dev.ipam.reference.transfer;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.rows.AllocationBuffer;
import dev.ipam.reference.rows.FreeTable;
import dev.ipam.reference.rows.KeyRow;
import dev.ipam.reference.rows.RestRows;
import dev.ipam.reference.rows.RestRows.Rest;
import dev.ipam.reference.rows.SpentRows;
import dev.ipam.reference.rows.StagedRows;
import dev.ipam.reference.rows.SubnetRow;
import dev.ipam.reference.space.Run;
import dev.ipam.request.Allocation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Rows of an import that wait to be written together; writing them again writes the same. */
final class Staging {
  /** A thing to be written. */
  private interface Write extends Consumer<StagedRows> {}

  private final List<Write> writes = new ArrayList<>();
  private final List<Allocation> allocations = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();
  private final List<Rest> rests = new ArrayList<>();
  private long number;
  private int size;

  /** How many rows wait. */
  int size() {
    return size + runs.size();
  }

  /** The runs of the subnet of present, to be added to. */
  List<Run> runs() {
    return runs;
  }

  void begin(long subnetNumber) {
    flush();
    number = subnetNumber;
    add(rows -> rows.begin(subnetNumber));
  }

  void end(SubnetRow row) {
    flush();
    add(rows -> rows.subnet(row));
  }

  void key(long seq, KeyRow key) {
    add(rows -> rows.key(seq, key));
  }

  void add(Allocation allocation) {
    allocations.add(allocation);
    size++;
  }

  void add(Rest rest) {
    rests.add(rest);
    size++;
  }

  void spent(AddressRange range) {
    long of = number;
    add(
        rows -> {
          SpentRows each = new SpentRows(rows.sql(), of);
          for (IpAddress at = range.first(); ; at = at.plus(1)) {
            each.add(at);
            if (at.equals(range.last())) {
              break;
            }
          }
          each.flush();
        });
  }

  private void add(Write write) {
    writes.add(write);
    size++;
  }

  private void flush() {
    long of = number;
    List<Allocation> held = List.copyOf(allocations);
    List<Run> free = List.copyOf(runs);
    List<Rest> resting = List.copyOf(rests);
    allocations.clear();
    runs.clear();
    rests.clear();
    if (!held.isEmpty() || !free.isEmpty() || !resting.isEmpty()) {
      writes.add(rows -> write(rows.sql(), of, held, free, resting));
    }
  }

  private static void write(
      Sql sql, long number, List<Allocation> held, List<Run> free, List<Rest> resting) {
    AllocationBuffer buffer = new AllocationBuffer(sql);
    held.forEach(allocation -> buffer.add(number, allocation));
    buffer.flush();
    new FreeTable(number, sql).insert(free);
    sql.send();
    RestRows rows = new RestRows(sql, number);
    resting.forEach(rows::add);
  }

  /** Takes all that waits. */
  Consumer<StagedRows> take() {
    flush();
    List<Write> all = List.copyOf(writes);
    writes.clear();
    size = 0;
    return rows -> all.forEach(write -> write.accept(rows));
  }
}
