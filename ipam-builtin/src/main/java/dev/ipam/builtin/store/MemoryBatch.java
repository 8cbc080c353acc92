package dev.ipam.builtin.store;

import dev.ipam.builtin.store.MemoryChanges.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The batch being made of a store in memory: its content, and how much was changed. To go back to a
 * mark is to take the content that was noted there.
 *
 * <p>Not safe for use by several threads at once.
 */
final class MemoryBatch {
  /** What a change counts for as bytes, by which batches end. */
  private static final int CHANGE_BYTES = 64;

  private final ChangeRetention keep;
  private final List<Entry> entries = new ArrayList<>();
  private MemoryContent content;
  private int size;

  /** The subnet that was changed last, whose rows the content does not have yet. */
  private long hotNumber;

  private @Nullable SubnetRows hot;
  private @Nullable MemoryContent marked;
  private int markedSize;
  private int markedEntries;

  MemoryBatch(MemoryContent committed, ChangeRetention keep) {
    this.content = committed.copy();
    this.keep = keep;
  }

  /** What is committed with what the batch changes. */
  MemoryContent content() {
    if (hot != null) {
      cool(hot);
    }
    return content;
  }

  private void cool(SubnetRows rows) {
    content.rows = content.rows.put(hotNumber, rows);
    hot = null;
  }

  /** The same, for whoever does not look at the rows of subnets. */
  MemoryContent contentButRows() {
    return content;
  }

  /** The content to be changed; each call counts as one change. */
  MemoryContent changing() {
    size += CHANGE_BYTES;
    return content();
  }

  /** Notes a change for those who follow. */
  void tell(Entry entry) {
    if (!keep.isNone()) {
      entries.add(entry);
    }
  }

  int size() {
    return size;
  }

  void mark() {
    marked = content().copy();
    markedSize = size;
    markedEntries = entries.size();
  }

  void release() {
    marked = null;
  }

  void rollback() {
    MemoryContent before = marked;
    if (before == null) {
      throw new IllegalStateException("nothing was marked");
    }
    content = before;
    hot = null;
    size = markedSize;
    entries.subList(markedEntries, entries.size()).clear();
    marked = null;
  }

  /** Ends the batch and begins the next one; returns what is to be shown. */
  MemoryContent finish() {
    if (!entries.isEmpty()) {
      content.changes = content.changes.with(List.copyOf(entries), content.marks.millis(), keep);
      entries.clear();
    }
    MemoryContent finished = content();
    content = finished.copy();
    size = 0;
    marked = null;
    return finished;
  }

  /** What there is of a subnet. */
  SubnetRows rows(StoredSubnet subnet) {
    SubnetRows known = hot;
    return known != null && hotNumber == subnet.number() ? known : content.rows(subnet);
  }

  /** Changes what there is of a subnet: mostly one and the same several times in a batch. */
  void put(StoredSubnet subnet, SubnetRows rows) {
    size += CHANGE_BYTES;
    if (hot != null && hotNumber != subnet.number()) {
      cool(hot);
    }
    hotNumber = subnet.number();
    hot = rows;
  }
}
