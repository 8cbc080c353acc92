package dev.ipam.conformance.vectors;

import dev.ipam.conformance.memory.PassView;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.spi.IpamDriver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plays one sequence on a driver, up to the first step that is not as it must be. */
final class SequencePlay {
  private final Sequence sequence;
  private final AllocationPolicy policy;
  private final IpamDriver driver;
  private final StepRunner runner;
  private final List<Answer> exact;
  private final Book book;
  private final List<Answer> answers = new ArrayList<>();
  private @Nullable VectorFailure failure;

  /**
   * Makes a play.
   *
   * @param sequence the sequence
   * @param policy the policy of its subnets
   * @param driver the driver
   * @param exact what a driver that keeps the policy answers at each step, where that is known
   */
  SequencePlay(Sequence sequence, AllocationPolicy policy, IpamDriver driver, List<Answer> exact) {
    this.sequence = sequence;
    this.policy = policy;
    this.driver = driver;
    this.exact = exact;
    this.book = new Book(sequence.recording());
    String prefix = sequence.vector().id() + "/" + sequence.recording() + "/" + policy + "/";
    this.runner = new StepRunner(driver, prefix, sequence.recording().nextIsAny(), policy);
  }

  /** Plays the sequence and returns what is wrong, if anything is. */
  Optional<VectorFailure> play() {
    for (int i = 0; i < sequence.steps().size() && failure == null; i++) {
      Json step = sequence.steps().get(i);
      Json outcome = sequence.outcomes().get(i);
      if (outcome.isNull()) {
        answers.add(Answer.value(null));
      } else {
        step(i, new StepView(sequence.recording(), step, outcome, book));
        book.apply(step, outcome);
      }
    }
    if (failure == null) {
      checkEnd();
    }
    return Optional.ofNullable(failure);
  }

  /** What the driver answered, step by step. */
  List<Answer> answers() {
    return answers;
  }

  private void step(int place, StepView view) {
    Optional<StepDeparture> departure = StepDeparture.of(view);
    Answer expected =
        departure.map(one -> one.contract(view)).orElseGet(() -> Records.answer(view));
    String rules =
        departure
            .map(one -> one.rules() + ": " + one)
            .orElseGet(() -> "as recorded; " + Records.rules(view.op()));
    Answer actual = Answer.of(() -> runner.run(view.step()));
    answers.add(actual);
    if (view.is("ranges") && driver.extension(PassView.class).isEmpty()) {
      return;
    }
    if (expected.equals(Answer.value(StepRunner.SERVED))) {
      checkServed(place, view, actual, rules);
    } else if (!expected.accepts(actual)) {
      fail(place, expected.toString(), actual, rules);
    }
    if (failure == null) {
      Answer reached = Answer.of(() -> goOn(view, departure, actual));
      if (!(reached instanceof Answer.Value)) {
        fail(place, "to go on as the record does", reached, rules);
      }
    }
  }

  private @Nullable Object goOn(StepView view, Optional<StepDeparture> departure, Answer actual) {
    departure.ifPresent(one -> one.goOn(view, runner, actual));
    if (view.is("any") && actual instanceof Answer.Value value && view.succeeded()) {
      IpAddress drawn = IpAddress.parse(Book.drawn(view.recorded().get("ok")));
      if (value.value() instanceof IpAddress address && !address.equals(drawn)) {
        runner.release(view.subnet(), address);
        runner.take(view.subnet(), drawn);
      }
    }
    return null;
  }

  /** Checks addresses of which the record tells only how many, or the range that they are from. */
  private void checkServed(int place, StepView view, Answer actual, String rules) {
    Book.Entry entry = book.get(view.subnet());
    int count = view.is("bulk") ? view.step().get("count").integer() : 1;
    List<IpAddress> served = addresses(actual);
    Set<IpAddress> distinct = new HashSet<>(served);
    boolean free =
        served.stream()
            .allMatch(one -> Book.isIn(entry.pools, one) && !entry.held.containsKey(one));
    if (served.size() != count || distinct.size() != count || !free) {
      fail(place, count + " distinct free of " + entry.pools, actual, rules);
    } else if (policy == AllocationPolicy.LOWEST && view.is("any")) {
      String lowest = view.recorded().get("ok").get("one_of").get("first").text();
      if (!served.get(0).equals(IpAddress.parse(lowest))) {
        fail(place, "the lowest free, " + lowest, actual, "3.11");
      }
    }
    if (failure == null && place < exact.size() && !exact.get(place).equals(actual)) {
      fail(place, exact.get(place).toString(), actual, "3.04..3.11: policy " + policy);
    }
  }

  private static List<IpAddress> addresses(Answer actual) {
    List<IpAddress> addresses = new ArrayList<>();
    if (actual instanceof Answer.Value value) {
      if (value.value() instanceof IpAddress address) {
        addresses.add(address);
      } else if (value.value() instanceof List<?> many) {
        many.forEach(one -> addresses.add((IpAddress) one));
      }
    }
    return addresses;
  }

  /** Compares what the driver holds in the end with what the record has taken. */
  private void checkEnd() {
    for (Map.Entry<String, Book.Entry> named : book.entries().entrySet()) {
      Book.Entry entry = named.getValue();
      if (entry.hasUnknown) {
        continue;
      }
      int last = sequence.steps().size() - 1;
      Answer held = Answer.of(() -> runner.held(named.getKey()));
      Answer expected = Answer.value(List.copyOf(entry.held.keySet()));
      if (!expected.accepts(held)) {
        fail(last, "to hold in the end " + expected, held, "3.15, 3.34, 3.59");
      }
      Answer usage = Answer.of(() -> Records.numbers(runner.usage(named.getKey())));
      Answer numbers = Answer.value(Records.numbers(entry));
      if (!numbers.accepts(usage)) {
        fail(last, "a usage in the end of " + numbers, usage, "3.65, 3.66");
      }
    }
  }

  private void fail(int place, String expected, Answer actual, String rules) {
    if (failure == null) {
      failure =
          new VectorFailure(
              "%s, step %d of %d, policy %s"
                  .formatted(sequence.vector().id(), place + 1, sequence.steps().size(), policy),
              sequence.upTo(place),
              expected,
              actual.toString(),
              rules);
    }
  }
}
