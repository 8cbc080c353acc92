package dev.ipam.builtin.prefix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.net.Cidr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PrefixSpaceTest {
  @Test
  void theSmallestFreeBlockThatFitsIsCut() {
    PrefixSpace space = PrefixSpace.of(cidrs("10.0.0.0/16", "10.9.0.0/24", "10.8.0.0/24"));
    assertThat(space.lowestFit(26)).isEqualTo(Cidr.parse("10.8.0.0/26"));
    assertThat(space.lowestFit(24)).isEqualTo(Cidr.parse("10.8.0.0/24"));
    assertThat(space.lowestFit(23)).isEqualTo(Cidr.parse("10.0.0.0/23"));
    assertThat(space.lowestFit(15)).isNull();

    PrefixSpace cut = space.take(Cidr.parse("10.9.0.0/26"));
    assertThat(cut.lowestFit(26)).isEqualTo(Cidr.parse("10.9.0.64/26"));
    assertThat(cut.lowestFit(25)).isEqualTo(Cidr.parse("10.9.0.128/25"));
  }

  @Test
  void whatIsReleasedMergesAtOnce() {
    PrefixSpace space = PrefixSpace.of(cidrs("10.0.0.0/22"));
    List<Cidr> quarters = cidrs("10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24");
    for (Cidr quarter : quarters) {
      space = space.take(quarter);
    }
    assertThat(space.freeBlocks()).isEmpty();
    assertThat(space.lowestFit(32)).isNull();
    space = space.release(quarters.get(1)).release(quarters.get(2));
    assertThat(space.lowestFit(23)).isNull();
    space = space.release(quarters.get(0)).release(quarters.get(3));
    assertThat(space.freeBlocks()).containsExactly(Cidr.parse("10.0.0.0/22"));
  }

  @Test
  void wholeFamiliesAreSpacesToo() {
    PrefixSpace four = PrefixSpace.of(cidrs("0.0.0.0/0"));
    assertThat(four.lowestFit(0)).isEqualTo(Cidr.parse("0.0.0.0/0"));
    four = four.take(Cidr.parse("255.255.255.255/32"));
    assertThat(four.lowestFit(0)).isNull();
    assertThat(four.lowestFit(32)).isEqualTo(Cidr.parse("255.255.255.254/32"));

    PrefixSpace six = PrefixSpace.of(cidrs("::/0"));
    assertThat(six.take(Cidr.parse("::/1")).lowestFit(1)).isEqualTo(Cidr.parse("8000::/1"));
    assertThat(six.take(Cidr.parse("::/0")).lowestFit(128)).isNull();
    assertThat(six.take(Cidr.parse("::/128")).lowestFit(128)).isEqualTo(Cidr.parse("::1/128"));
  }

  @Test
  void onlyWhatIsFreeCanBeTakenAndOnlyWhatIsTakenReleased() {
    PrefixSpace space = PrefixSpace.of(cidrs("10.0.0.0/24")).take(Cidr.parse("10.0.0.64/26"));
    for (String taken : List.of("10.0.0.0/24", "10.0.0.64/26", "10.0.0.64/27", "10.0.1.0/24")) {
      assertThat(space.isFree(Cidr.parse(taken))).as(taken).isFalse();
      assertThatThrownBy(() -> space.take(Cidr.parse(taken)))
          .isInstanceOf(IllegalStateException.class);
    }
    for (String free : List.of("10.0.0.0/24", "10.0.0.0/26", "10.0.0.0/25", "10.0.1.0/24")) {
      assertThatThrownBy(() -> space.release(Cidr.parse(free)))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(space.isFree(Cidr.parse("2001:db8::/64"))).isFalse();
  }

  @Test
  void prefixesComeAndGo() {
    PrefixSpace space = PrefixSpace.of(cidrs("10.0.0.0/24")).take(Cidr.parse("10.0.0.0/25"));
    PrefixSpace more = space.change(List.of(), cidrs("10.0.1.0/24", "192.168.0.0/16"));
    assertThat(more.freeBlocks())
        .isEqualTo(cidrs("10.0.0.128/25", "10.0.1.0/24", "192.168.0.0/16"));
    PrefixSpace less = more.change(cidrs("10.0.0.128/25", "192.168.0.0/17"), List.of());
    assertThat(less.freeBlocks()).isEqualTo(cidrs("10.0.1.0/24", "192.168.128.0/17"));
    assertThatThrownBy(() -> less.change(cidrs("10.0.0.0/25"), List.of()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void denselyTakenSpaceNeedsNoMemory() {
    PrefixSpace space = PrefixSpace.of(cidrs("2001:db8::/32"));
    int most = 0;
    for (int i = 0; i < 100_000; i++) {
      space = space.take(Objects.requireNonNull(space.lowestFit(64)));
      if ((i & 1023) == 0) {
        most = Math.max(most, space.nodes());
      }
    }
    assertThat(space.lowestFit(64)).hasToString("2001:db8:1:86a0::/64");
    assertThat(most).isLessThanOrEqualTo(2 * 32);
  }

  @Test
  void scatteredPrefixesNeedTwoNodesEach() {
    PrefixSpace space = PrefixSpace.of(cidrs("2001:db8::/32"));
    SplittableRandom random = new SplittableRandom(5);
    List<Cidr> taken = new ArrayList<>();
    while (taken.size() < 10_000) {
      Cidr block =
          Cidr.parse(
              "2001:db8:%x:%x::/64".formatted(random.nextInt(1 << 16), random.nextInt(1 << 16)));
      if (space.isFree(block)) {
        space = space.take(block);
        taken.add(block);
      }
    }
    assertThat(space.nodes()).isLessThan(2 * taken.size());
    for (Cidr block : taken) {
      space = space.release(block);
    }
    assertThat(space.nodes()).isZero();
  }

  private static List<Cidr> cidrs(String... texts) {
    return Arrays.stream(texts).map(Cidr::parse).toList();
  }
}
