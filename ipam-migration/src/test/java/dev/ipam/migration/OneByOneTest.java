package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class OneByOneTest {
  private final List<String> events = new ArrayList<>();

  private Supplier<Stream<? extends Integer>> part(int from, int count) {
    return () -> {
      events.add("open " + from);
      return IntStream.range(from, from + count)
          .peek(each -> events.add("read " + each))
          .boxed()
          .onClose(() -> events.add("close " + from));
    };
  }

  private Stream<Integer> all() {
    return OneByOne.of(
        Stream.of(part(10, 2), part(20, 0), part(30, 1)).onClose(() -> events.add("close parts")));
  }

  @Test
  void eachIsOpenedAtItsTurnAndClosedAfterIt() {
    try (Stream<Integer> all = all()) {
      assertThat(all.toList()).containsExactly(10, 11, 30);
    }
    assertThat(events)
        .containsExactly(
            "open 10",
            "read 10",
            "read 11",
            "close 10",
            "open 20",
            "close 20",
            "open 30",
            "read 30",
            "close 30",
            "close parts");
  }

  @Test
  void nothingIsReadAheadAndWhatIsLeftEarlyIsClosed() {
    try (Stream<Integer> all = all()) {
      Iterator<Integer> one = all.iterator();
      assertThat(one.next()).isEqualTo(10);
    }
    assertThat(events)
        .containsExactlyInAnyOrder("open 10", "read 10", "close 10", "close parts")
        .startsWith("open 10", "read 10");
  }

  /** Some streams, such as those of drivers, complain. */
  @Test
  void whatIsClosedIsAskedForNothingMore() {
    Iterator<Integer> one = Stream.of(1).iterator();
    boolean[] closed = {false};
    Iterator<Integer> strict =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            assertThat(closed[0]).isFalse();
            return one.hasNext();
          }

          @Override
          public Integer next() {
            return one.next();
          }
        };
    Stream<Integer> part =
        StreamSupport.stream(Spliterators.spliteratorUnknownSize(strict, 0), false)
            .onClose(() -> closed[0] = true);
    Iterator<Integer> all = OneByOne.<Integer>of(Stream.of(() -> part)).iterator();
    assertThat(all.next()).isEqualTo(1);
    assertThat(all.hasNext()).isFalse();
    assertThat(all.hasNext()).isFalse();
    assertThat(closed[0]).isTrue();
  }

  @Test
  void behindTheLastIsNothing() {
    Iterator<Integer> none = OneByOne.<Integer>of(Stream.empty()).iterator();
    assertThat(none.hasNext()).isFalse();
    assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
  }
}
