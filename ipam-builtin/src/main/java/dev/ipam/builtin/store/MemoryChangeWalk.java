package dev.ipam.builtin.store;

import com.google.common.collect.AbstractIterator;
import dev.ipam.builtin.store.MemoryChanges.Commit;
import dev.ipam.builtin.store.MemoryChanges.Entry;
import dev.ipam.snapshot.Change;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** What changed since a commit, as one content shows it. */
final class MemoryChangeWalk extends AbstractIterator<Change> {
  private final MemoryChanges kept;
  private final ChangeSteps steps;
  private final ChangePositions positions;
  private Iterator<Entry> entries = Collections.emptyIterator();
  private long done;
  private long current;
  private boolean marked;

  MemoryChangeWalk(MemoryChanges kept, ChangeSteps steps, long after, ChangePositions positions) {
    this.kept = kept;
    this.steps = steps;
    this.positions = positions;
    this.done = after;
    this.current = after;
    this.marked = after == kept.last();
  }

  @Override
  protected @Nullable Change computeNext() {
    while (true) {
      if (entries.hasNext()) {
        Change.Step step = entries.next().told(steps);
        // The newest position comes with the mark: whoever stops before it reads on from further
        // back.
        if (!entries.hasNext() && current < kept.last()) {
          done = current;
        }
        if (step != null) {
          return new Change(positions.text(done), step);
        }
      } else if (current < kept.last()) {
        done = current;
        current++;
        Commit commit = kept.commit(current);
        entries = commit.entries().iterator();
      } else if (!marked) {
        marked = true;
        // All of it has been told: the mark, and the position that none may fall behind.
        return new Change(positions.text(kept.last()), steps.mark());
      } else {
        return endOfData();
      }
    }
  }
}
