package dev.ipam.builtin.index;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What rests of a subnet, within its pools and outside: only the former counts as theirs. */
final class Rests {
  private RestTimes inPools = new RestTimes();
  private RestTimes outside = new RestTimes();

  boolean isEmpty() {
    return inPools.size() == 0 && outside.size() == 0;
  }

  int inPools() {
    return inPools.size();
  }

  int outside() {
    return outside.size();
  }

  boolean contains(long hi, long lo) {
    return inPools.contains(hi, lo) || outside.contains(hi, lo);
  }

  void add(long hi, long lo, long untilMillis, Pools pools) {
    (pools.contains(hi, lo) ? inPools : outside).add(hi, lo, untilMillis);
  }

  long remove(long hi, long lo) {
    return (inPools.contains(hi, lo) ? inPools : outside).remove(hi, lo);
  }

  /** When the next one of the pools is free. */
  OptionalLong earliest() {
    return inPools.size() == 0 ? OptionalLong.empty() : OptionalLong.of(inPools.earliest());
  }

  /** Removes some whose rest has ended, those of one kind whose rest ended first. */
  @Nullable OffsetSet pollRested(long nowMillis) {
    OffsetSet rested = inPools.pollRested(nowMillis);
    return rested == null ? outside.pollRested(nowMillis) : rested;
  }

  /** Sorts all anew into those within the pools and those outside. */
  void repartition(Pools pools) {
    RestTimes before = inPools;
    RestTimes beforeOutside = outside;
    inPools = new RestTimes();
    outside = new RestTimes();
    RestTimes.Visitor sort = (hi, lo, until) -> add(hi, lo, until, pools);
    before.forEach(sort);
    beforeOutside.forEach(sort);
  }

  void forEach(RestTimes.Visitor visitor) {
    inPools.forEach(visitor);
    outside.forEach(visitor);
  }

  /** Clears the bits of the offsets that rest. */
  void mask(long chunkHi, long chunkLo, long[] words) {
    inPools.mask(chunkHi, chunkLo, words);
    outside.mask(chunkHi, chunkLo, words);
  }

  long memoryBytes() {
    return Node.align(12 + 4 + 4) + inPools.memoryBytes() + outside.memoryBytes();
  }
}
