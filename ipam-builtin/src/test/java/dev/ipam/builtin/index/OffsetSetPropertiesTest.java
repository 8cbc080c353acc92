package dev.ipam.builtin.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

class OffsetSetPropertiesTest {
  private enum Kind {
    ADD,
    REMOVE,
    ADD_RANGE,
    REMOVE_RANGE,
    CLEAR,
    RELOAD_CHUNK
  }

  private record Step(Kind kind, BigInteger a, BigInteger b) {}

  private record Question(BigInteger a, BigInteger b, BigInteger k) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(12, Kind.ADD),
            Tuple.of(6, Kind.REMOVE),
            Tuple.of(4, Kind.ADD_RANGE),
            Tuple.of(3, Kind.REMOVE_RANGE),
            Tuple.of(1, Kind.RELOAD_CHUNK));
    Arbitrary<BigInteger> offsets = OffsetArbitraries.offsets();
    return Combinators.combine(kinds, offsets, offsets)
        .as((kind, x, y) -> new Step(kind, x.min(y), x.max(y)))
        .list()
        .ofMaxSize(80);
  }

  @Provide
  Arbitrary<List<Step>> singles() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(40, Kind.ADD), Tuple.of(30, Kind.REMOVE), Tuple.of(1, Kind.CLEAR));
    return Combinators.combine(kinds, OffsetArbitraries.offsets())
        .as((kind, x) -> new Step(kind, x, x))
        .list()
        .ofMaxSize(300);
  }

  @Provide
  Arbitrary<List<Question>> questions() {
    Arbitrary<BigInteger> offsets = OffsetArbitraries.offsets();
    return Combinators.combine(offsets, offsets, offsets)
        .as((x, y, k) -> new Question(x.min(y), x.max(y), k))
        .list()
        .ofSize(12);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void answersLikeAListOfRanges(
      @ForAll("steps") List<Step> steps, @ForAll("questions") List<Question> questions)
      throws CorruptChunkException {
    OffsetSet set = new OffsetSet();
    RangeModel model = new RangeModel();
    for (Step step : steps) {
      apply(step, set, model);
      ask(set, model, new Question(step.a, step.b, BigInteger.ONE));
    }
    questions.forEach(question -> ask(set, model, question));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void holdsWhatWasAddedAndNotRemoved(@ForAll("singles") List<Step> steps)
      throws CorruptChunkException {
    OffsetSet set = new OffsetSet();
    RangeModel model = new RangeModel();
    for (Step step : steps) {
      apply(step, set, model);
    }
    assertThat(elements(set)).isEqualTo(model.elements());
    for (BigInteger x : model.elements()) {
      assertThat(set.remove(hi(x), lo(x))).isTrue();
      assertThat(set.contains(hi(x), lo(x))).isFalse();
    }
    assertThat(set.isEmpty()).isTrue();
  }

  private static void apply(Step step, OffsetSet set, RangeModel model)
      throws CorruptChunkException {
    BigInteger a = step.a;
    BigInteger b = step.b;
    switch (step.kind) {
      case ADD -> {
        assertThat(set.add(hi(a), lo(a))).isEqualTo(!model.contains(a));
        model.add(a, a);
      }
      case REMOVE -> {
        assertThat(set.remove(hi(a), lo(a))).isEqualTo(model.contains(a));
        model.remove(a, a);
      }
      case ADD_RANGE -> {
        set.addRange(hi(a), lo(a), hi(b), lo(b));
        model.add(a, b);
      }
      case REMOVE_RANGE -> {
        set.removeRange(hi(a), lo(a), hi(b), lo(b));
        model.remove(a, b);
      }
      case CLEAR -> {
        set.clear();
        model.clear();
      }
      case RELOAD_CHUNK -> {
        BigInteger chunk = a.shiftRight(16);
        set.loadChunk(hi(chunk), lo(chunk), set.chunk(hi(chunk), lo(chunk)));
      }
      default -> throw new AssertionError(step.kind);
    }
  }

  private static void ask(OffsetSet set, RangeModel model, Question q) {
    BigInteger all = model.count(BigInteger.ZERO, OffsetArbitraries.MAX);
    assertThat(set.size().toBigInteger()).isEqualTo(all.min(OffsetArbitraries.MAX));
    assertThat(set.isEmpty()).isEqualTo(all.signum() == 0);
    BigInteger a = q.a;
    BigInteger b = q.b;
    assertThat(set.contains(hi(a), lo(a))).isEqualTo(model.contains(a));
    assertThat(set.countInRange(hi(a), lo(a), hi(b), lo(b)).toBigInteger())
        .isEqualTo(model.count(a, b).min(OffsetArbitraries.MAX));
    assertThat(big(set.nextAbsent(hi(a), lo(a), hi(b), lo(b)))).isEqualTo(model.nextAbsent(a, b));
    assertThat(big(set.nextPresent(hi(a), lo(a), hi(b), lo(b)))).isEqualTo(model.nextPresent(a, b));
    BigInteger absent = b.subtract(a).add(BigInteger.ONE).subtract(model.count(a, b));
    for (BigInteger k :
        List.of(q.k, absent.subtract(BigInteger.ONE), absent, absent.shiftRight(1))) {
      if (k.signum() >= 0 && k.bitLength() <= 128) {
        assertThat(big(set.selectAbsent(hi(a), lo(a), hi(b), lo(b), hi(k), lo(k))))
            .isEqualTo(model.selectAbsent(a, b, k));
      }
    }
  }

  private static List<BigInteger> elements(OffsetSet set) {
    List<BigInteger> elements = new ArrayList<>();
    for (OffsetCursor cursor = set.cursor(); cursor.next(); ) {
      elements.add(cursor.offset().toBigInteger());
    }
    return elements;
  }

  private static @Nullable BigInteger big(@Nullable UInt128 value) {
    return value == null ? null : value.toBigInteger();
  }

  private static long hi(BigInteger x) {
    return UInt128.of(x).hi();
  }

  private static long lo(BigInteger x) {
    return UInt128.of(x).lo();
  }
}
