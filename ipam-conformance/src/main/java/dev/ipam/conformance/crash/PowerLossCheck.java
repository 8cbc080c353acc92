package dev.ipam.conformance.crash;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.child.ChildProcess;
import dev.ipam.spi.Capability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plays losses of power on a driver whose stores are files of this machine, and checks that all
 * that was acknowledged is there, and nothing else but what was in flight, wholly or not at all
 * (6.09, 6.10, 6.11).
 *
 * <p>A child process works on a store with several threads, and is watched: every sync of a file or
 * directory is written down with what it made durable. Power may fail between any two syncs; what
 * the disk has then, at the least, is what was synced before. So for such moments that is put into
 * the store's directory, and the store is opened, looked at and judged by what had been
 * acknowledged until then. Nothing is left to chance but which of many moments are played.
 *
 * <p>Not played: that more is on disk than was synced, such as half of a write that was not. A
 * driver whose store is elsewhere cannot be checked so; the report says it is not proven.
 *
 * @since 0.1
 */
public final class PowerLossCheck {
  private final DriverUnderTest subject;

  /**
   * Makes a check.
   *
   * @param subject the driver
   */
  public PowerLossCheck(DriverUnderTest subject) {
    this.subject = subject;
  }

  /**
   * What was checked.
   *
   * @param seed the first seed; each store has the next one
   * @param stores how many stores were worked on
   * @param operations how many operations were acknowledged
   * @param syncs how many syncs were seen
   * @param losses after how many of them the power failed
   * @param undecided for how many histories the search was given up
   * @param notProven why nothing could be checked, or {@code null}
   * @param failures what is wrong
   */
  public record Report(
      long seed,
      int stores,
      long operations,
      long syncs,
      int losses,
      int undecided,
      @Nullable String notProven,
      List<CrashCheck.Failure> failures) {
    /**
     * Returns whether everything was proven to be there.
     *
     * @return whether the driver passed
     */
    public boolean passed() {
      return notProven == null && failures.isEmpty() && undecided == 0;
    }
  }

  /**
   * Plays losses of power until the time is over or something is lost.
   *
   * @param seed where the steps start from
   * @param stores how many stores at most
   * @param threads how many threads work on each
   * @param steps how many steps each thread takes
   * @param each how many moments to play for each store at most, spread over its life
   * @param losses how many moments to play altogether, and for how long
   * @return what was checked
   */
  public Report run(long seed, int stores, int threads, int steps, int each, Bounds losses) {
    String reason = impossible();
    if (reason != null) {
      return new Report(seed, 0, 0, 0, 0, 0, reason, List.of());
    }
    try (SyncWatch watch = SyncWatch.ready(subject)) {
      return run(watch, seed, stores, threads, steps, each, losses);
    } catch (SyncWatch.Impossible e) {
      return new Report(seed, 0, 0, 0, 0, 0, e.getMessage(), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable String impossible() {
    if (!subject.capabilities().contains(Capability.DURABLE)) {
      return "the driver does not declare DURABLE";
    }
    Map<String, String> store = subject.newStore();
    boolean files = subject.directory(store).isPresent();
    subject.destroy(store);
    return files
        ? ChildProcess.impossible(subject)
        : "the driver names no directory of its stores (DriverUnderTest.directory), so that nobody"
            + " can see what it syncs, nor take away what it does not";
  }

  private Report run(
      SyncWatch watch, long seed, int stores, int threads, int steps, int each, Bounds losses)
      throws IOException {
    long begin = System.nanoTime();
    long operations = 0;
    long syncs = 0;
    int played = 0;
    int undecided = 0;
    int made = 0;
    String reason = null;
    List<CrashCheck.Failure> failures = new ArrayList<>();
    while (reason == null && made < stores && failures.isEmpty() && !losses.over(played, begin)) {
      long own = seed + made++;
      Map<String, String> store = subject.newStore();
      try {
        Path directory = subject.directory(store).orElseThrow().toAbsolutePath().normalize();
        WatchedLife life = WatchedLife.live(subject, watch, store, directory, own, threads, steps);
        operations += life.operations();
        syncs += life.syncs();
        PowerLosses moments = new PowerLosses(subject, store, directory, life);
        int before = played;
        CrashCheck.Failure failure =
            moments.play(own, each, more -> losses.over(before + more, begin));
        played += moments.played();
        undecided += moments.undecided();
        if (failure != null) {
          failures.add(failure);
        }
      } catch (WatchedLife.NotBegun e) {
        failures.add(
            new CrashCheck.Failure(
                own, "6.16", "before any loss of power", String.valueOf(e.getMessage())));
      } catch (ChildProcess.NoAnswer e) {
        String what = String.valueOf(e.getMessage());
        if (e.started()) {
          failures.add(new CrashCheck.Failure(own, "6.05", "while threads worked", what));
        } else {
          reason = what;
        }
      } finally {
        subject.destroy(store);
      }
    }
    return new Report(seed, made, operations, syncs, played, undecided, reason, failures);
  }
}
