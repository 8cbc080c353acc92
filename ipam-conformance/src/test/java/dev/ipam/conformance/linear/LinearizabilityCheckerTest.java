package dev.ipam.conformance.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.model.Addr;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Held;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.Terms;
import dev.ipam.conformance.model.World;
import dev.ipam.conformance.steps.StepText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Histories made by hand, on a subnet 10.0.0.0/29 whose pool is .2 to .6. */
class LinearizabilityCheckerTest {
  private static final long NOW = 1_000;

  private static final Step SUBNET = StepText.read("subnet id=s1");
  private static final Step ANY = StepText.read("allocate subnets=s1 wish=any");
  private static final Step USAGE = StepText.read("usage subnet=s1");
  private static final Step WITH_POOLS = StepText.read("update-subnet id=s1 pools=generated");
  private static final Step OTHER_POOLS =
      StepText.read("update-subnet id=s1 pools=10.0.0.6-10.0.0.6");

  private static final Step REMOVAL = StepText.read("remove-subnet id=s1 force=true");
  private static final String SECOND =
      "create-subnet id=s2 project=p cidr=10.0.1.0/29 gateway=automatic pools=generated rest=0"
          + " policy=RANDOM";

  private final Model model =
      new Model(
          new Terms(
              Set.of(
                  "POLICIES", "TOKENS", "CLOCK", "BULK", "KEYS", "ALL_OR_NONE", "ATOMIC_REMOVE")));
  private final World start = start("LOWEST");
  private final List<Operation> history = new ArrayList<>();

  @Test
  void takesAnOrderThatIsNotThatOfTheCalls() {
    add(1, 0, 30, "allocate subnets=s1 wish=any", held("10.0.0.3", 2));
    add(2, 10, 20, "allocate subnets=s1 wish=any", held("10.0.0.2", 1));

    assertThat(verdict().kind()).isEqualTo(Verdict.Kind.LINEARIZABLE);
    assertThat(verdict().order()).extracting(Operation::thread).containsExactly(2, 1);
  }

  @Test
  void refusesTheSameAddressTwice() {
    add(1, 0, 30, "allocate subnets=s1 wish=any", held("10.0.0.2", 1));
    add(2, 10, 20, "allocate subnets=s1 wish=any", held("10.0.0.2", 2));

    assertThat(verdict().kind()).isEqualTo(Verdict.Kind.NOT_LINEARIZABLE);
    assertThat(verdict().toString()).contains("IPAM-3.01", "10.0.0.2 was held already");
  }

  @Test
  void refusesAReadThatIsStale() {
    add(1, 0, 10, "allocate subnets=s1 wish=any", held("10.0.0.2", 1));
    add(2, 20, 30, "find subnet=s1 at=10.0.0.2", Answer.NOTHING);

    assertThat(verdict().kind()).isEqualTo(Verdict.Kind.NOT_LINEARIZABLE);
    assertThat(verdict().toString()).contains("IPAM-3.55");
  }

  @Test
  void allowsAReadThatOverlapsToSeeEither() {
    add(1, 0, 25, "allocate subnets=s1 wish=any", held("10.0.0.2", 1));
    add(2, 20, 30, "find subnet=s1 at=10.0.0.2", Answer.NOTHING);

    assertThat(verdict().kind()).isEqualTo(Verdict.Kind.LINEARIZABLE);
  }

  @Test
  void refusesAValueSeenAndThenNoMore() {
    add(1, 0, 100, "allocate subnets=s1 wish=any", held("10.0.0.2", 1));
    add(2, 10, 20, "find subnet=s1 at=10.0.0.2", new Answer.Ok(one("10.0.0.2", 1)));
    add(2, 30, 40, "find subnet=s1 at=10.0.0.2", Answer.NOTHING);

    assertThat(verdict().kind()).isEqualTo(Verdict.Kind.NOT_LINEARIZABLE);
  }

  @Test
  void refusesALostRelease() {
    add(1, 0, 10, "allocate subnets=s1 wish=any", held("10.0.0.2", 1));
    add(1, 20, 30, "release subnet=s1 at=10.0.0.2", new Answer.Ok(one("10.0.0.2", 1)));
    add(2, 40, 50, "release subnet=s1 at=10.0.0.2", new Answer.Ok(one("10.0.0.2", 1)));

    assertThat(verdict().kind()).isEqualTo(Verdict.Kind.NOT_LINEARIZABLE);
    assertThat(verdict().toString()).contains("IPAM-3.35");
  }

  @Test
  void refusesTokensAgainstRealTime() {
    World random = start("RANDOM");
    add(1, 0, 10, "allocate subnets=s1 wish=any", held("10.0.0.2", 5));
    add(2, 20, 30, "allocate subnets=s1 wish=any", held("10.0.0.3", 4));

    Verdict verdict = new LinearizabilityChecker(model, 10_000).check(random, history);
    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.NOT_LINEARIZABLE);
    assertThat(verdict.toString()).contains("IPAM-3.40");
  }

  /** Now it changes nothing; after the other it does. */
  @Test
  void triesAnUpdateLaterThoughItFitsAtOnce() {
    Answer there = model.play(start, NOW, SUBNET, new Random(1)).answer();
    World without = model.play(start, NOW, OTHER_POOLS, new Random(1)).world();
    Answer gone = model.play(without, NOW, SUBNET, new Random(1)).answer();
    history.add(Operation.of(1, WITH_POOLS, 0, 30, there));
    history.add(Operation.of(2, OTHER_POOLS, 10, 40, gone));
    history.add(Operation.of(3, SUBNET, 50, 60, there));

    assertThat(verdict().kind()).isEqualTo(Verdict.Kind.LINEARIZABLE);
  }

  /** A read that comes before an operation cut off by a crash must not shut it out. */
  @Test
  void doesNotPutAReadBeforeWhatACrashCutOff() {
    history.add(Operation.lost(1, StepText.read("allocate subnets=s1 wish=any"), 0, 15));
    add(2, 20, 100, "find subnet=s1 at=10.0.0.3", Answer.NOTHING);
    add(3, 30, 40, "find subnet=s1 at=10.0.0.2", new Answer.Ok(one("10.0.0.2", 7)));

    assertThat(verdict().kind()).isEqualTo(Verdict.Kind.LINEARIZABLE);
  }

  /** Of forty at once there are more orders than can be tried; their tokens tell the one. */
  @Test
  void findsTheOrderOfManyAtOnceByTheirTokens() {
    World world = start("RANDOM", "10.0.0.0/24");
    Random random = new Random(7);
    for (int i = 0; i < 40; i++) {
      Step step = i % 4 == 3 ? USAGE : ANY;
      Model.Played played = model.play(world, NOW, step, random);
      world = played.world();
      history.add(Operation.of(i, step, random.nextInt(100), 1_000 - i, played.answer()));
    }
    World before = start("RANDOM", "10.0.0.0/24");

    assertThat(new LinearizabilityChecker(model, 1_000).check(before, history).kind())
        .isEqualTo(Verdict.Kind.LINEARIZABLE);
    history.add(Operation.of(99, USAGE, 2_000, 2_001, Answer.NOTHING));
    assertThat(new LinearizabilityChecker(model, 1_000).check(before, history).kind())
        .isEqualTo(Verdict.Kind.NOT_LINEARIZABLE);
  }

  @Test
  void letsARetryComeBeforeTheOneThatItRepeats() {
    add(1, 0, 42, "allocate subnets=s1 wish=any key=k", keyed("10.0.0.2", 1));
    add(2, 5, 40, "allocate subnets=s1 wish=any key=k", keyed("10.0.0.2", 1));
    add(3, 45, 60, "allocate subnets=s1 wish=any", held("10.0.0.3", 2));

    assertThat(verdict().kind()).isEqualTo(Verdict.Kind.LINEARIZABLE);
  }

  @Test
  void letsAPendingOperationTakeEffectLate() {
    history.add(Operation.pending(1, StepText.read("allocate subnets=s1 wish=any"), 0));
    add(2, 10, 20, "find subnet=s1 at=10.0.0.2", Answer.NOTHING);
    add(2, 30, 40, "allocations subnet=s1", new Answer.Ok(List.of(one("10.0.0.2", 7))));

    assertThat(verdict().kind()).isEqualTo(Verdict.Kind.LINEARIZABLE);
  }

  @Test
  void letsNothingThatACrashCutOffTakeEffectAfterIt() {
    history.add(Operation.lost(1, StepText.read("allocate subnets=s1 wish=any"), 0, 15));
    add(2, 20, 30, "find subnet=s1 at=10.0.0.2", Answer.NOTHING);
    add(2, 40, 50, "allocations subnet=s1", new Answer.Ok(List.of(one("10.0.0.2", 7))));

    assertThat(verdict().kind()).isEqualTo(Verdict.Kind.NOT_LINEARIZABLE);
  }

  @Test
  void letsWhatACrashCutOffTakeEffectBeforeItOrNever() {
    history.add(Operation.lost(1, StepText.read("allocate subnets=s1 wish=any"), 0, 25));
    history.add(Operation.lost(3, StepText.read("allocate subnets=s1 wish=any"), 0, 25));
    add(2, 10, 20, "find subnet=s1 at=10.0.0.2", Answer.NOTHING);
    add(2, 40, 50, "allocations subnet=s1", new Answer.Ok(List.of(one("10.0.0.2", 7))));

    assertThat(verdict().kind()).isEqualTo(Verdict.Kind.LINEARIZABLE);
  }

  @Test
  void letsAPendingOperationNeverTakeEffect() {
    history.add(Operation.pending(1, StepText.read("allocate subnets=s1 wish=any"), 0));
    add(2, 30, 40, "allocations subnet=s1", new Answer.Ok(List.of()));

    assertThat(verdict().kind()).isEqualTo(Verdict.Kind.LINEARIZABLE);
  }

  @Test
  void refusesHalfOfAPendingBulk() {
    history.add(Operation.pending(1, StepText.read("allocate subnets=s1 wish=bulk:2"), 0));
    Held half = new Held("s1", Addr.parse("10.0.0.2"), null, NOW, "BULK", 1, null, "");
    add(2, 30, 40, "allocations subnet=s1", new Answer.Ok(List.of(half)));

    assertThat(verdict().kind()).isEqualTo(Verdict.Kind.NOT_LINEARIZABLE);
  }

  /** Its first address went with its subnet, and nobody saw it; the others are there. */
  @Test
  void knowsAPendingOperationByThePartThatIsLeft() {
    World two = model.play(start, NOW, StepText.read(SECOND), new Random(1)).world().forMany();
    Step both =
        StepText.read("together & allocate subnets=s1 wish=any & allocate subnets=s2 wish=bulk:2");
    Step listing = StepText.read("allocations subnet=s2");
    Model.Played taken = model.play(two, NOW, both, new Random(1));
    Model.Played removed = model.play(taken.world(), NOW, REMOVAL, new Random(1));
    Answer left = model.play(removed.world(), NOW, listing, new Random(1)).answer();
    history.add(Operation.pending(1, both, 0));
    history.add(Operation.of(2, REMOVAL, 10, 20, removed.answer()));
    history.add(Operation.of(3, listing, 30, 40, left));

    assertThat(Model.held(left)).hasSize(2);
    assertThat(new LinearizabilityChecker(model, 10_000).check(two, history).kind())
        .isEqualTo(Verdict.Kind.LINEARIZABLE);
  }

  @Test
  void refusesAnEffectBeforeTheCall() {
    add(2, 0, 10, "find subnet=s1 at=10.0.0.2", new Answer.Ok(one("10.0.0.2", 1)));
    history.add(Operation.pending(1, StepText.read("allocate subnets=s1 wish=any"), 20));

    assertThat(verdict().kind()).isEqualTo(Verdict.Kind.NOT_LINEARIZABLE);
  }

  @Test
  void treatsAnUnknownOutcomeAsPendingAndAKnownOneAsNothing() {
    Map<String, Object> fields = Map.of("store", "x", "reason", "y");
    Answer unknown =
        new Answer.Refused("Unavailable", "UNAVAILABLE", "UNKNOWN", true, fields, "lost");
    Answer known =
        new Answer.Refused("Unavailable", "UNAVAILABLE", "NOT_APPLIED", true, fields, "full");
    add(1, 0, 5, "allocate subnets=s1 wish=any", unknown);
    add(1, 6, 9, "allocate subnets=s1 wish=any", known);
    add(2, 30, 40, "find subnet=s1 at=10.0.0.2", new Answer.Ok(one("10.0.0.2", 1)));
    assertThat(verdict().kind()).isEqualTo(Verdict.Kind.LINEARIZABLE);

    history.clear();
    add(1, 6, 9, "allocate subnets=s1 wish=any", known);
    add(2, 30, 40, "find subnet=s1 at=10.0.0.2", new Answer.Ok(one("10.0.0.2", 1)));
    assertThat(verdict().kind()).isEqualTo(Verdict.Kind.NOT_LINEARIZABLE);
  }

  @Test
  void saysSoWhenItGivesUp() {
    for (int i = 0; i < 12; i++) {
      add(i, 0, 100, "usage subnet=s1", new Answer.Broken("never right"));
    }
    add(20, 0, 100, "allocate subnets=s1 wish=any", held("10.0.0.2", 1));

    assertThat(new LinearizabilityChecker(model, 1).check(start, history).kind())
        .isEqualTo(Verdict.Kind.UNDECIDED);
  }

  /** Whatever the model did in one order is linearizable, however the calls are stretched. */
  @Test
  void takesEveryHistoryThatTheModelItselfMade() {
    for (int seed = 0; seed < 60; seed++) {
      history.clear();
      Random random = new Random(seed);
      World world = start;
      for (int i = 0; i < 10; i++) {
        Step step = step(random);
        Model.Played played = model.play(world, NOW, step, random);
        world = played.world();
        long moment = 100 + 10L * i;
        history.add(
            Operation.of(
                i,
                step,
                moment - random.nextInt(40),
                moment + random.nextInt(40),
                played.answer()));
      }
      assertThat(verdict().kind()).as("seed %d", seed).isEqualTo(Verdict.Kind.LINEARIZABLE);
    }
  }

  private static Step step(Random random) {
    String address = "10.0.0." + (2 + random.nextInt(5));
    return StepText.read(
        switch (random.nextInt(8)) {
          case 0 -> "release subnet=s1 at=" + address;
          case 1 -> "allocate subnets=s1 wish=specific:" + address;
          case 2 -> "usage subnet=s1";
          case 3 -> "allocate subnets=s1 wish=bulk:2 key=k" + random.nextInt(2);
          case 4 -> "update-subnet id=s1 pools=generated";
          case 5 -> "update-subnet id=s1 pools=10.0.0.6-10.0.0.6";
          default -> "allocate subnets=s1 wish=any";
        });
  }

  private World start(String policy) {
    return start(policy, "10.0.0.0/29");
  }

  private World start(String policy, String cidr) {
    Step create =
        StepText.read(
            "create-subnet id=s1 project=p cidr="
                + cidr
                + " gateway=automatic pools=generated rest=0 policy="
                + policy);
    return model.play(model.empty(NOW), NOW, create, new Random(1)).world().forMany();
  }

  private Verdict verdict() {
    return new LinearizabilityChecker(model, 10_000).check(start, history);
  }

  private void add(int thread, long invoked, long returned, String step, Answer answer) {
    history.add(Operation.of(thread, StepText.read(step), invoked, returned, answer));
  }

  private static Answer held(String address, long token) {
    return new Answer.Ok(List.of(one(address, token)));
  }

  private static Answer keyed(String address, long token) {
    return new Answer.Ok(
        List.of(new Held("s1", Addr.parse(address), null, NOW, "ANY", token, "k", "")));
  }

  private static Held one(String address, long token) {
    return new Held("s1", Addr.parse(address), null, NOW, "ANY", token, null, "");
  }
}
