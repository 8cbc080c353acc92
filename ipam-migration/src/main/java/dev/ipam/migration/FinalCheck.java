package dev.ipam.migration;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The comparison that every migration ends with: a difference stops it. */
final class FinalCheck {
  private static final int SHOWN = 3;

  private final Migration migration;

  FinalCheck(Migration migration) {
    this.migration = migration;
  }

  /**
   * Compares.
   *
   * @param touched what changed since both stores were compared, or null where all has to be
   */
  void require(@Nullable Touched touched) {
    List<String> found = new ArrayList<>();
    long[] count = {0};
    if (touched == null) {
      migration.compared =
          Verification.compare(
              migration.from, migration.to, migration.listener, each -> note(each, found, count));
    } else {
      touched.compare(migration.from, migration.to).forEach(each -> note(each, found, count));
    }
    if (count[0] > 0) {
      throw migration.refused(
          "the two stores differ in "
              + (count[0] == 1 ? "one thing" : count[0] + " things")
              + " at the end, of which the first are: "
              + String.join("; ", found)
              + "; the source serves on; see 'verify', and abort or resume");
    }
  }

  private static void note(Difference difference, List<String> found, long[] count) {
    if (count[0]++ < SHOWN) {
      found.add(difference.sentence());
    }
  }
}
