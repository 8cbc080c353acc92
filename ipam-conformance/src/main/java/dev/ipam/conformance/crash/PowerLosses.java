package dev.ipam.conformance.crash;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.child.Visit;
import dev.ipam.conformance.linear.Operation;
import dev.ipam.conformance.steps.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Plays losses of power at moments of a store's life, in the store's own directory. */
final class PowerLosses {
  private final DriverUnderTest subject;
  private final Map<String, String> store;
  private final Path directory;
  private final WatchedLife life;
  private final Judge judge;
  private int played;

  PowerLosses(
      DriverUnderTest subject, Map<String, String> store, Path directory, WatchedLife life) {
    this.subject = subject;
    this.store = store;
    this.directory = directory;
    this.life = life;
    this.judge = new Judge(life.model(), "6.09");
  }

  int played() {
    return played;
  }

  int undecided() {
    return judge.undecided();
  }

  /**
   * Plays until something is lost; the store's directory is as it was afterwards.
   *
   * @param over whether so many losses are enough
   */
  CrashCheck.@Nullable Failure play(long seed, int most, IntPredicate over) throws IOException {
    Path aside = directory.resolveSibling(directory.getFileName() + "-aside");
    Files.move(directory, aside);
    try {
      for (int after : moments(most)) {
        if (over.test(played)) {
          return null;
        }
        Loss.Finding found = playAfter(after);
        if (found != null) {
          return new CrashCheck.Failure(seed, found.rule(), moment(after), found.text());
        }
      }
      return null;
    } finally {
      Trees.delete(directory);
      Files.move(aside, directory);
    }
  }

  private String moment(int after) {
    String last =
        after == 0
            ? ""
            : ", the last of \"" + directory.relativize(life.all().get(after - 1).path()) + "\"";
    return "the power failed after "
        + after
        + " of "
        + life.all().size()
        + " syncs"
        + last
        + ", just before the next one was done";
  }

  /** After how many syncs the power fails: from the store's creation on, evenly spread. */
  private List<Integer> moments(int most) {
    List<Integer> possible = new ArrayList<>();
    for (int after = 0; after <= life.all().size(); after++) {
      if (until(after) > life.opened()) {
        possible.add(after);
      }
    }
    int count = Math.min(most, possible.size());
    List<Integer> chosen = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      chosen.add(possible.get((int) ((long) i * possible.size() / count) - 1));
    }
    return chosen;
  }

  /** What is on disk after some syncs stays all that is until the next one is done. */
  private long until(int after) {
    return after == life.all().size() ? Long.MAX_VALUE / 2 : life.all().get(after).time();
  }

  private Loss.@Nullable Finding playAfter(int after) throws IOException {
    played++;
    Trees.delete(directory);
    DurableFiles files = new DurableFiles(directory);
    life.all().subList(0, after).forEach(files::add);
    files.write();
    long failed = until(after);
    try (Visit visit = Visit.open(subject, store, false, ManualClock.START, failed)) {
      List<Operation> looks = visit.lookAtAll(life.model().terms());
      return judge.judge(life.until(failed), looks);
    } catch (Visit.NotOpened e) {
      return new Loss.Finding("6.09", "the store does not open again: " + e.getMessage());
    }
  }
}
