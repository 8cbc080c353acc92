package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The time that a node leaves to others which write, by a clock of the test's. */
class RivalsTest {
  private static final long MILLI = 1_000_000;
  private static final long USUAL = 2 * MILLI;
  private static final int MOST_TRIES = 200;

  private final List<Long> pauses = new ArrayList<>();
  private long now = -5;
  private final Rivals rivals = new Rivals(() -> now, this::pause);

  private void pause(long nanos) {
    pauses.add(nanos);
    now += nanos;
  }

  private void commit(boolean atOnce, boolean othersWrote) {
    now += USUAL;
    rivals.committed(USUAL, atOnce, othersWrote);
  }

  @Test
  void whoIsAloneDoesNotWait() {
    rivals.leaveTime();
    commit(true, false);
    rivals.leaveTime();

    assertThat(pauses).isEmpty();
    assertThat(rivals.pauses()).isZero();
  }

  @Test
  void whoHasMetOthersLeavesThemAsMuchTimeAsItTakesItself() {
    for (int i = 0; i < 100; i++) {
      commit(true, true);
      rivals.leaveTime();
    }

    assertThat(pauses).hasSize(100).allMatch(each -> each >= USUAL && each <= 2 * USUAL);
    assertThat(rivals.pauses()).isEqualTo(100);
  }

  @Test
  void timeThatHasPassedSinceTheCommitCounts() {
    commit(true, true);
    now += USUAL - MILLI;
    rivals.leaveTime();
    assertThat(pauses).hasSize(1).allMatch(each -> each >= MILLI && each <= USUAL + MILLI);

    commit(true, true);
    now += 2 * USUAL;
    rivals.leaveTime();
    assertThat(pauses).hasSize(1);
  }

  @Test
  void whoLosesLeavesMoreAndLessAgainWhenItWins() {
    rivals.lostTo();
    commit(false, false);
    rivals.leaveTime();
    assertThat(pauses.get(0)).isBetween(2 * USUAL, 4 * USUAL);

    commit(true, false);
    rivals.leaveTime();
    assertThat(pauses.get(1)).isBetween(USUAL, 2 * USUAL);
  }

  @Test
  void noPauseIsLongerThanTheLongest() {
    for (int i = 0; i < 40; i++) {
      rivals.lostTo();
    }
    commit(false, true);
    rivals.leaveTime();
    assertThat(pauses.get(0)).isBetween(Rivals.MOST_TURNS * USUAL, 2 * Rivals.MOST_TURNS * USUAL);

    rivals.committed(1_000 * MILLI, false, true);
    rivals.leaveTime();
    assertThat(pauses.get(1)).isBetween(Rivals.LONGEST_PAUSE_NANOS / 2, Rivals.LONGEST_PAUSE_NANOS);
  }

  @Test
  void whoHasMetNobodyForAWhileWaitsNoMore() {
    rivals.lostTo();
    now += Rivals.MEMORY_NANOS - USUAL - 1;
    commit(false, false);
    rivals.leaveTime();
    assertThat(pauses).hasSize(1);

    now += Rivals.MEMORY_NANOS;
    commit(false, false);
    rivals.leaveTime();
    assertThat(pauses).hasSize(1);

    // What was lost before is forgotten as well.
    commit(false, true);
    rivals.leaveTime();
    assertThat(pauses.get(1)).isBetween(USUAL, 2 * USUAL);
  }

  /** Only on a cluster do others have to begin again. */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void driversOnNodesOfAClusterLeaveEachOtherTime(TestDatabase database, Engine engine) {
    try (ReferenceDriver one = Drivers.open(ReferenceUnderTest.settings(database.endpoint(0)));
        ReferenceDriver other = Drivers.open(ReferenceUnderTest.settings(database.endpoint(1)))) {
      one.createSubnet(SubnetRequest.of("s", "10.0.0.0/20"));
      boolean cluster = engine == Engine.GALERA;
      for (int i = 0; i < (cluster ? MOST_TRIES : 10) && one.engine().pauses() == 0; i++) {
        other.allocate(AllocationRequest.any("s"));
        // It meets the other with the first, and leaves it time before the second.
        one.allocate(AllocationRequest.any("s"));
        one.allocate(AllocationRequest.any("s"));
      }
      assertThat(one.engine().pauses() > 0).isEqualTo(cluster);
    }
  }
}
