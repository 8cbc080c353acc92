package dev.ipam.conformance.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which allocation pools a step wants.
 *
 * @param generated whether they are the generated ones
 * @param spans the pools that are given, in any order; empty when generated
 * @since 0.1
 */
public record PoolsWish(boolean generated, List<Span> spans) {
  /** Every usable address but the gateway. */
  public static final PoolsWish GENERATED = new PoolsWish(true, List.of());

  /**
   * Copies the list.
   *
   * @param generated whether they are the generated ones
   * @param spans the pools that are given, in any order
   */
  public PoolsWish {
    spans = List.copyOf(spans);
  }

  /**
   * Wants these pools.
   *
   * @param spans the pools
   * @return the wish
   */
  public static PoolsWish of(List<Span> spans) {
    return new PoolsWish(false, spans);
  }

  /**
   * Reads a wish.
   *
   * @param text what {@link #toString} prints
   * @return the wish
   */
  public static PoolsWish parse(String text) {
    if (text.equals("generated")) {
      return GENERATED;
    }
    List<Span> spans = new ArrayList<>();
    for (String span : text.equals("none") ? new String[0] : text.split("\\+", -1)) {
      spans.add(Span.parse(span));
    }
    return of(spans);
  }

  @Override
  public String toString() {
    if (generated) {
      return "generated";
    }
    return spans.isEmpty()
        ? "none"
        : spans.stream().map(Span::toString).collect(Collectors.joining("+"));
  }
}
