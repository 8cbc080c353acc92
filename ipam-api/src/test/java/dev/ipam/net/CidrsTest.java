package dev.ipam.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Lists of blocks against plain sets of addresses, in the last /26 of the whole IPv6 space. */
final class CidrsTest {
  private static final int SPACE = 64;
  private static final IpAddress BASE = IpAddress.parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffc0");

  @Test
  void adjacentAndContainedBlocksBecomeOne() {
    assertThat(Cidrs.compact(cidrs("10.0.1.8/29", "10.0.1.0/24", "10.0.0.0/24")))
        .containsExactly(Cidr.parse("10.0.0.0/23"));
  }

  @Test
  void neighboursThatAreNoHalvesOfOneBlockStay() {
    List<Cidr> blocks = cidrs("2001:db8:0:1::/64", "2001:db8:0:2::/64");
    assertThat(Cidrs.compact(blocks)).isEqualTo(blocks);
  }

  @Test
  void twoHalvesOfEverythingAreEverything() {
    assertThat(Cidrs.compact(cidrs("128.0.0.0/1", "0.0.0.0/1", "8000::/1", "::/1")))
        .containsExactly(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0"));
  }

  @Test
  void aHoleLeavesTheBlocksAroundIt() {
    assertThat(Cidrs.subtract(cidrs("10.0.0.0/22"), cidrs("10.0.1.0/24")))
        .containsExactly(Cidr.parse("10.0.0.0/24"), Cidr.parse("10.0.2.0/23"));
    assertThat(Cidrs.subtract(cidrs("::/0"), cidrs("::/1")))
        .containsExactly(Cidr.parse("8000::/1"));
  }

  @Test
  void theSiblingDiffersInTheLastBitOfThePrefix() {
    assertThat(Cidrs.sibling(Cidr.parse("10.0.0.0/9"))).hasToString("10.128.0.0/9");
    assertThat(Cidrs.sibling(Cidr.parse("8000::/1"))).hasToString("::/1");
    assertThat(Cidrs.sibling(Cidr.parse("2001:db8:0:1::/64"))).hasToString("2001:db8::/64");
    assertThat(Cidrs.sibling(Cidr.parse("::8000:0:0:0/65"))).hasToString("::/65");
    assertThat(Cidrs.sibling(Cidr.parse("::1/128"))).hasToString("::/128");
    assertThatThrownBy(() -> Cidrs.sibling(Cidr.parse("::/0")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 300)
  void compactingKeepsTheAddressesInTheFewestBlocks(@ForAll("blocks") List<Cidr> blocks) {
    assertThat(Cidrs.compact(blocks)).isEqualTo(maximalBlocks(addresses(blocks)));
  }

  @Property(tries = 300)
  void subtractingTakesAwayTheAddresses(
      @ForAll("blocks") List<Cidr> blocks, @ForAll("blocks") List<Cidr> without) {
    BitSet expected = addresses(blocks);
    expected.andNot(addresses(without));
    assertThat(Cidrs.subtract(blocks, without)).isEqualTo(maximalBlocks(expected));
  }

  @Provide
  Arbitrary<List<Cidr>> blocks() {
    return Arbitraries.integers()
        .between(0, SPACE - 1)
        .flatMap(
            at ->
                Arbitraries.integers()
                    .between(122, 128)
                    .map(length -> Cidr.containing(BASE.plus(at), length)))
        .list()
        .ofMaxSize(12);
  }

  private static BitSet addresses(List<Cidr> blocks) {
    BitSet set = new BitSet(SPACE);
    for (Cidr block : blocks) {
      int first = (int) block.first().offsetLow(BASE);
      set.set(first, first + block.size().intValueExact());
    }
    return set;
  }

  /** By the definition: a block is listed if it is covered and its double is not. */
  private static List<Cidr> maximalBlocks(BitSet set) {
    return IntStream.range(0, SPACE)
        .boxed()
        .flatMap(
            at ->
                IntStream.rangeClosed(122, 128)
                    .mapToObj(length -> Cidr.containing(BASE.plus(at), length))
                    .filter(block -> block.network().equals(BASE.plus(at)))
                    .filter(block -> isCovered(set, block))
                    .limit(1)
                    .filter(block -> isMaximal(set, block)))
        .toList();
  }

  private static boolean isMaximal(BitSet set, Cidr block) {
    return block.prefixLength() == 122
        || !isCovered(set, Cidr.containing(block.network(), block.prefixLength() - 1));
  }

  private static boolean isCovered(BitSet set, Cidr block) {
    int first = (int) block.first().offsetLow(BASE);
    return set.nextClearBit(first) >= first + block.size().intValueExact();
  }

  private static List<Cidr> cidrs(String... texts) {
    return Arrays.stream(texts).map(Cidr::parse).toList();
  }
}
