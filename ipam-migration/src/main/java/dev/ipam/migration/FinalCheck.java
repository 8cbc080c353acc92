package dev.ipam.migration;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The comparison that every migration ends with: a difference stops it. */
final class FinalCheck {
  private static final int SHOWN = 3;

  private final Migration migration;
  private final List<String> found = new ArrayList<>();
  private long count;

  FinalCheck(Migration migration) {
    this.migration = migration;
  }

  /**
   * Compares.
   *
   * @param touched what changed since both stores were compared, or null where all has to be
   */
  void run(@Nullable Touched touched) {
    if (touched == null) {
      migration.compared =
          Verification.compare(migration.from, migration.to, migration.listener, this::note);
    } else {
      touched.compare(this::note);
    }
  }

  void note(Difference difference) {
    if (count++ < SHOWN) {
      found.add(difference.sentence());
    }
  }

  /** Refuses to go on where something differs. */
  void require() {
    if (count > 0) {
      throw migration.refused(
          "the two stores differ in "
              + (count == 1 ? "one thing" : count + " things")
              + " at the end, of which the first are: "
              + String.join("; ", found)
              + "; the source serves on; see 'verify', and abort or resume");
    }
  }
}
