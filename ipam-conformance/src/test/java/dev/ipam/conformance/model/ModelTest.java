package dev.ipam.conformance.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.steps.StepText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The model's answers where the contract is hard to read off, told by hand. */
class ModelTest {
  private static final Terms TERMS =
      new Terms(
          Set.of(
              "POLICIES",
              "TOKENS",
              "CLOCK",
              "BULK",
              "KEYS",
              "REST",
              "OWNERS",
              "TRANSFER",
              "POOLS",
              "SCOPES",
              "GROUPS",
              "ALL_OR_NONE",
              "ATOMIC_REMOVE"));

  private final Model model = new Model(TERMS);
  private final Random random = new Random(1);
  private World world = model.empty(0);
  private long now;

  /** The recorded run of Mitaka's allocator: what is released waits for the next pass. */
  @Test
  void aPassGoesUpAndComesBackOnlyAtItsEnd() {
    create("10.0.0.0/29", "SEQUENTIAL", 0);

    assertThat(any(3)).containsExactly("10.0.0.2", "10.0.0.3", "10.0.0.4");
    take("release subnet=s1 at=10.0.0.3");
    take("allocate subnets=s1 wish=specific:10.0.0.5");
    take("release subnet=s1 at=10.0.0.5");
    assertThat(any(1)).containsExactly("10.0.0.6");
    assertThat(any(2)).containsExactly("10.0.0.3", "10.0.0.5");
    assertThat(refusal("allocate subnets=s1 wish=any")).startsWith("NoAddressAvailable");
  }

  @Test
  void aBulkBeginsOnePassAndListsItInTheOrderOfHandingOut() {
    create("10.0.0.0/29", "SEQUENTIAL", 0);
    any(4);
    take("release subnet=s1 at=10.0.0.2");
    take("release subnet=s1 at=10.0.0.4");

    assertThat(addresses(take("allocate subnets=s1 wish=bulk:3")))
        .containsExactly("10.0.0.6", "10.0.0.2", "10.0.0.4");
  }

  @Test
  void anAddressWhoseRestEndsDuringAPassJoinsTheNext() {
    create("10.0.0.0/29", "SEQUENTIAL", 1_000);
    any(5);
    take("release subnet=s1 at=10.0.0.4");
    take("release subnet=s1 at=10.0.0.2");
    now = 500;
    take("release subnet=s1 at=10.0.0.5");
    now = 1_200;

    // 10.0.0.2 and .4 have rested when the new pass begins, .5 has not.
    assertThat(any(1)).containsExactly("10.0.0.2");
    now = 1_600;
    assertThat(any(1)).containsExactly("10.0.0.4");
    assertThat(any(1)).containsExactly("10.0.0.5");
    assertThat(take("usage subnet=s1").toString()).contains("free=0");
  }

  @Test
  void whatRestsIsCountedAndTold() {
    create("10.0.0.0/30", "LOWEST", 1_000);
    any(1);
    take("release subnet=s1 at=10.0.0.2");
    now = 999;
    assertThat(refusal("allocate subnets=s1 wish=any"))
        .contains("resting=1", "earliest=1970-01-01T00:00:01Z");
    now = 1_000;
    assertThat(any(1)).containsExactly("10.0.0.2");
  }

  @Test
  void aClockThatIsSetBackDoesNotLengthenARest() {
    create("10.0.0.0/30", "LOWEST", 1_000);
    any(1);
    now = 5_000;
    take("release subnet=s1 at=10.0.0.2");
    now = 0;

    assertThat(refusal("allocate subnets=s1 wish=any")).contains("earliest=1970-01-01T00:00:06Z");
  }

  @Test
  void aPassEndsWithTheReleaseThatMakes65536Spent() {
    create("10.0.0.0/8", "SEQUENTIAL", 0);
    any(1);
    List<AddressStep.Allocate> parts = new ArrayList<>();
    for (int i = 0; i < Passes.MOST_SPENT - 1; i++) {
      Wish wish = Wish.specific(At.of(Addr.parse("10.1.0.0").plus(i)));
      parts.add(new AddressStep.Allocate(List.of("s1"), wish, "vm", null, ""));
    }
    world = model.play(world, now, new AddressStep.Together(parts, null), random).world();
    take("release-owner owner=vm");
    assertThat(any(1)).containsExactly("10.0.0.3");
    take("release subnet=s1 at=10.0.0.2");
    take("allocate subnets=s1 wish=specific:10.9.0.0");
    assertThat(any(1)).containsExactly("10.0.0.4");
    take("release subnet=s1 at=10.9.0.0");

    assertThat(any(1)).containsExactly("10.0.0.2");
  }

  @Test
  void aKeyAnswersUntilItsResultIsGone() {
    create("10.0.0.0/29", "LOWEST", 0);
    String request = "allocate subnets=s1 wish=bulk:2 key=k1";
    List<String> first = addresses(take(request));

    assertThat(addresses(take(request))).isEqualTo(first);
    assertThat(refusal("allocate subnets=s1 wish=bulk:3 key=k1")).startsWith("IdempotencyConflict");
    take("release subnet=s1 at=10.0.0.2");
    assertThat(refusal(request)).startsWith("IdempotencyConflict");
    take("transfer subnet=s1 at=10.0.0.3 token=2 owner=vm-2");
    assertThat(addresses(take("allocate subnets=s1 wish=any key=k1"))).containsExactly("10.0.0.2");
  }

  @Test
  void blocksComeFromTheSmallestFreeBlockThatFits() {
    take("create-pool id=p1 project=default prefixes=10.0.0.0/24,10.0.2.0/26 shared=false");
    take(cut("a", 26));
    assertThat(take(cut("b", 27)).toString()).contains("10.0.0.0/27");
    take("remove-subnet id=a force=false");
    assertThat(take(cut("c", 26)).toString()).contains("10.0.0.64/26");
    assertThat(take(cut("d", 26)).toString()).contains("10.0.2.0/26");
  }

  @Test
  void aQuotaIsCountedExactly() {
    take("create-pool id=p1 project=x prefixes=2001:db8::/48 min=48 max=128 quota=1 shared=true");
    take(cut("a", 65));
    take(cut("b", 65));

    assertThat(refusal(cut("c", 128)))
        .startsWith("QuotaExceeded")
        .contains("used=1", "requested=5.42101086242752217003726400434970855712890625E-20");
  }

  @Test
  void saysWhichRuleAnAnswerBreaksAndWhatWouldBeRight() {
    create("10.0.0.0/29", "SEQUENTIAL", 0);
    any(3);
    take("release subnet=s1 at=10.0.0.3");
    Step step = StepText.read("allocate subnets=s1 wish=any");
    Held early = new Held("s1", Addr.parse("10.0.0.3"), null, 0, "ANY", 4, null, "");

    Judgement judgement = model.judge(world, step, new Answer.Ok(List.of(early)));

    assertThat(judgement.admitted()).isFalse();
    assertThat(judgement.objection().toString())
        .contains("IPAM-3.06", "10.0.0.5", "began anew", "right:    [10.0.0.5 in s1");
  }

  private static String cut(String id, int length) {
    return "create-subnet id=%s project=default length=%d pool=p1 gateway=none pools=generated policy=LOWEST rest=0"
        .formatted(id, length);
  }

  private void create(String cidr, String policy, long rest) {
    take(
        "create-subnet id=s1 project=default cidr=%s gateway=automatic pools=generated policy=%s rest=%d"
            .formatted(cidr, policy, rest));
  }

  private List<String> any(int times) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      all.addAll(addresses(take("allocate subnets=s1 wish=any")));
    }
    return all;
  }

  private static List<String> addresses(Object value) {
    return ((List<?>) value).stream().map(each -> ((Held) each).address().toString()).toList();
  }

  private Object take(String step) {
    Model.Played played = model.play(world, now, StepText.read(step), random);
    assertThat(played.answer()).as(step).isInstanceOf(Answer.Ok.class);
    world = played.world();
    return ((Answer.Ok) played.answer()).value();
  }

  private String refusal(String step) {
    Model.Played played = model.play(world, now, StepText.read(step), random);
    assertThat(played.answer()).as(step).isInstanceOf(Answer.Refused.class);
    assertThat(played.world().held("s1")).isEqualTo(world.held("s1"));
    return played.answer().toString();
  }
}
