package dev.ipam.builtin.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.net.Cidr;
import dev.ipam.net.Cidrs;
import dev.ipam.net.IpAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Random histories of a pool of at most 128 addresses against a plain set of the free ones, at
 * places of the address space where shifts and halves of longs meet.
 */
final class PrefixSpacePropertiesTest {
  private static final int WIDTH = 7;
  private static final int ADDRESSES = 1 << WIDTH;
  private static final List<Cidr> PLACES =
      List.of(
          Cidr.parse("0.0.0.0/25"),
          Cidr.parse("10.0.0.0/25"),
          Cidr.parse("255.255.255.128/25"),
          Cidr.parse("::/121"),
          Cidr.parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff80/121"));

  @Property(tries = 300)
  void aSpaceBehavesAsASetOfFreeAddresses(@ForAll long seed) {
    Random random = new Random(seed);
    Cidr place = PLACES.get(random.nextInt(PLACES.size()));
    // Stretched so that one unit of the model is a /60: the blocks lie across both longs.
    boolean stretched = place.prefixLength() == 121 && random.nextBoolean();
    Model model = new Model(stretched ? Cidr.parse("2001:db8:0:a800::/57") : place);
    List<Cidr> prefixes = Cidrs.compact(model.blocks(random, 1 + random.nextInt(5)));
    PrefixSpace space = PrefixSpace.of(prefixes);
    model.set(prefixes, true);
    List<Cidr> taken = new ArrayList<>();
    for (int step = 0; step < 60; step++) {
      int length = model.shortest + random.nextInt(WIDTH + 1);
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          Cidr block = space.lowestFit(length);
          assertThat(block).isEqualTo(model.lowestFit(length));
          if (block != null) {
            space = space.take(block);
            model.set(List.of(block), false);
            taken.add(block);
          }
        }
        case 2 -> {
          Cidr block = model.block(random, length);
          assertThat(space.isFree(block)).isEqualTo(model.isFree(block));
          if (space.isFree(block)) {
            space = space.take(block);
            model.set(List.of(block), false);
            taken.add(block);
          }
        }
        case 3 -> {
          if (!taken.isEmpty()) {
            Cidr block = taken.remove(random.nextInt(taken.size()));
            space = space.release(block);
            model.set(List.of(block), true);
          }
        }
        default -> {
          List<Cidr> wanted = new ArrayList<>(model.blocks(random, 1 + random.nextInt(3)));
          wanted.addAll(taken);
          List<Cidr> next = Cidrs.compact(wanted);
          List<Cidr> dropped = Cidrs.subtract(prefixes, next);
          List<Cidr> added = Cidrs.subtract(next, prefixes);
          space = space.change(dropped, added);
          model.set(dropped, false);
          model.set(added, true);
          prefixes = next;
        }
      }
      assertThat(space.freeBlocks()).isEqualTo(model.freeBlocks());
    }
  }

  /** What is free, one bit for each of 128 equal parts of a block. */
  private static final class Model {
    final Cidr place;
    final int shortest;
    private final int longest;
    private final BitSet free = new BitSet(ADDRESSES);

    Model(Cidr place) {
      this.place = place;
      this.shortest = place.prefixLength();
      this.longest = shortest + WIDTH;
    }

    List<Cidr> blocks(Random random, int count) {
      List<Cidr> blocks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        blocks.add(block(random, shortest + random.nextInt(WIDTH + 1)));
      }
      return blocks;
    }

    Cidr block(Random random, int length) {
      return Cidr.containing(part(random.nextInt(ADDRESSES)), length);
    }

    private IpAddress part(int index) {
      int bit = place.family().bits() - longest;
      return bit < Long.SIZE
          ? place.network().plus(0, (long) index << bit)
          : place.network().plus((long) index << (bit - Long.SIZE), 0);
    }

    void set(List<Cidr> blocks, boolean value) {
      blocks.forEach(block -> free.set(first(block), first(block) + parts(block), value));
    }

    boolean isFree(Cidr block) {
      return free.nextClearBit(first(block)) >= first(block) + parts(block);
    }

    /** By the definition: the smallest maximal free block that fits, the lowest among equals. */
    @Nullable Cidr lowestFit(int length) {
      for (int at = length; at >= shortest; at--) {
        for (Cidr block : freeBlocks()) {
          if (block.prefixLength() == at) {
            return new Cidr(block.network(), length);
          }
        }
      }
      return null;
    }

    List<Cidr> freeBlocks() {
      List<Cidr> blocks = new ArrayList<>();
      for (int i = free.nextSetBit(0); i >= 0; i = free.nextSetBit(i)) {
        int length = longest;
        while (length > shortest && fits(i, length - 1)) {
          length--;
        }
        Cidr block = Cidr.containing(part(i), length);
        blocks.add(block);
        i += parts(block);
      }
      return blocks;
    }

    private boolean fits(int index, int length) {
      Cidr block = Cidr.containing(part(index), length);
      return first(block) == index && isFree(block);
    }

    private int first(Cidr block) {
      int bit = place.family().bits() - longest;
      IpAddress at = block.network();
      long hi = at.offsetHigh(place.network());
      long lo = at.offsetLow(place.network());
      return (int) (bit < Long.SIZE ? lo >>> bit : hi >>> (bit - Long.SIZE));
    }

    private int parts(Cidr block) {
      return 1 << (longest - block.prefixLength());
    }
  }
}
