package dev.ipam.builtin.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OffsetSetTest {
  private static final int SLASH_8 = 1 << 24;

  @Test
  void isFullWhereEveryOffsetWasAddedByItself() {
    OffsetSet set = new OffsetSet();
    int size = 1 << 18;
    for (int i = 0; i < size; i++) {
      // An odd factor visits each number once, far from the one before.
      set.add(0, (long) i * 40_503 & size - 1);
    }
    assertThat(set.size()).isEqualTo(UInt128.of(size));
    assertThat(set.nextAbsent(0, 0, 0, -1)).isEqualTo(UInt128.of(size));
    assertThat(set.memoryBytes()).isLessThan(200);
    set.remove(0, 70_000);
    assertThat(set.nextAbsent(0, 0, 0, -1)).isEqualTo(UInt128.of(70_000));
  }

  @Test
  void agreesWithABitSetWhereDense() throws CorruptChunkException {
    Random random = new Random(3);
    OffsetSet set = new OffsetSet();
    BitSet model = new BitSet();
    for (int i = 0; i < 150_000; i++) {
      int x = random.nextInt(1 << 17);
      if (random.nextInt(3) == 0) {
        assertThat(set.remove(0, x)).isEqualTo(model.get(x));
        model.clear(x);
      } else {
        assertThat(set.add(0, x)).isEqualTo(!model.get(x));
        model.set(x);
      }
    }
    OffsetSet loaded = new OffsetSet();
    List<byte[]> chunks = new ArrayList<>();
    set.forEachChunk((hi, lo, bytes) -> chunks.add(bytes));
    for (int i = 0; i < chunks.size(); i++) {
      loaded.loadChunk(0, i, chunks.get(i));
    }
    for (OffsetSet each : List.of(set, loaded)) {
      assertThat(each.size()).isEqualTo(UInt128.of(model.cardinality()));
      int absent = 0;
      for (int x = 0; x < 1 << 17; x++) {
        if (each.contains(0, x) != model.get(x)) {
          throw new AssertionError("differs at " + x);
        }
        if (!model.get(x) && absent++ % 64 == 0) {
          assertThat(each.selectAbsent(0, 0, 0, -1, 0, absent - 1)).isEqualTo(UInt128.of(x));
          assertThat(each.countInRange(0, 0, 0, x)).isEqualTo(UInt128.of(x + 1 - absent));
        }
      }
    }
  }

  @Test
  void holdsAll() {
    OffsetSet set = new OffsetSet();
    set.addRange(0, 0, -1, -1);
    assertThat(set.size()).isEqualTo(UInt128.MAX);
    assertThat(set.isEmpty()).isFalse();
    assertThat(set.countInRange(0, 0, -1, -1)).isEqualTo(UInt128.MAX);
    assertThat(set.countInRange(0, 1, -1, -1)).isEqualTo(UInt128.MAX);
    assertThat(set.nextAbsent(0, 0, -1, -1)).isNull();
    assertThat(set.selectAbsent(0, 0, -1, -1, 0, 0)).isNull();
    assertThat(set.remove(-1, -1)).isTrue();
    assertThat(set.size()).isEqualTo(new UInt128(-1, -1));
    assertThat(set.nextAbsent(0, 0, -1, -1)).isEqualTo(UInt128.MAX);
    assertThat(set.selectAbsent(0, 0, -1, -1, 0, 0)).isEqualTo(UInt128.MAX);
    assertThat(set.countInRange(0, 0, -1, -2)).isEqualTo(UInt128.MAX);
  }

  @Test
  void takesLittleMemoryForADenseSlash8InAnyPattern() {
    OffsetSet contiguous = new OffsetSet();
    contiguous.addRange(0, 1, 0, SLASH_8 - 2);
    assertThat(contiguous.memoryBytes()).isLessThan(2_000);

    OffsetSet holes = new OffsetSet();
    holes.addRange(0, 0, 0, SLASH_8 - 1);
    for (int x = 0; x < SLASH_8; x += 64) {
      holes.remove(0, x);
    }
    assertThat(holes.memoryBytes()).isLessThan(2_600_000);

    OffsetSet strewn = new OffsetSet();
    for (int x = 0; x < SLASH_8; x += 64) {
      strewn.add(0, x);
    }
    assertThat(strewn.memoryBytes()).isLessThan(2_600_000);
  }

  @Test
  void takesBoundedMemoryForAMillionOffsetsStrewnOverAnIpv6Subnet() {
    Random random = new Random(5);
    OffsetSet slash64 = new OffsetSet();
    OffsetSet slash32 = new OffsetSet();
    for (int i = 0; i < 1_000_000; i++) {
      slash64.add(0, random.nextLong());
      slash32.add(random.nextInt() & 0xFFFFFFFFL, random.nextLong());
    }
    assertThat(slash64.memoryBytes()).isLessThan(40_000_000);
    assertThat(slash32.memoryBytes()).isLessThan(96_000_000);
  }

  @Test
  void givesBackItsMemory() {
    Random random = new Random(5);
    OffsetSet set = new OffsetSet();
    Set<UInt128> all = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      UInt128 x = new UInt128(random.nextInt(3), random.nextLong());
      all.add(x);
      set.add(x.hi(), x.lo());
    }
    int left = all.size();
    for (UInt128 x : all) {
      if (left-- > 8) {
        set.remove(x.hi(), x.lo());
      }
    }
    assertThat(set.size()).isEqualTo(UInt128.of(8));
    assertThat(set.memoryBytes()).isLessThan(600);
  }

  @Test
  void goesOnWalkingWhileItChanges() {
    OffsetSet set = new OffsetSet();
    set.addRange(0, 1, 0, 4);
    OffsetCursor cursor = set.cursor(0, 2);
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.offset()).isEqualTo(UInt128.of(2));
    set.remove(0, 3);
    set.add(-1, -1);
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.offset()).isEqualTo(UInt128.of(4));
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.offset()).isEqualTo(UInt128.MAX);
    assertThat(cursor.next()).isFalse();
    set.add(0, 5);
    assertThat(cursor.next()).isFalse();
  }

  @Test
  void refusesRangesThatEndBeforeTheyStart() {
    OffsetSet set = new OffsetSet();
    assertThatThrownBy(() -> set.addRange(1, 0, 0, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The range ends at 18446744073709551615, before its start at 18446744073709551616.");
    assertThatThrownBy(() -> set.nextAbsent(0, -1, 0, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesChunksThatCannotBe() {
    OffsetSet set = new OffsetSet();
    assertThatThrownBy(() -> set.chunk(1L << 48, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> set.loadChunk(-1, 0, new byte[] {0}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PoolIndex(List.of()).loadChunk(-1, 0, new byte[] {0}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
