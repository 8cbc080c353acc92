package dev.ipam.builtin.prefix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class ScopeSpaceTest {
  @Test
  void theOneInTheWayIsNamed() {
    ScopeSpace scope = new ScopeSpace();
    scope.add("a", List.of(Cidr.parse("10.0.0.0/9")));
    scope.add("b", List.of(Cidr.parse("10.128.0.0/16"), Cidr.parse("255.255.255.255/32")));
    assertThat(scope.overlapping(Cidr.parse("10.1.0.0/24")))
        .isEqualTo(new ScopeSpace.Claim(Cidr.parse("10.0.0.0/9"), "a"));
    assertThat(scope.overlapping(Cidr.parse("10.128.0.0/9")))
        .isEqualTo(new ScopeSpace.Claim(Cidr.parse("10.128.0.0/16"), "b"));
    assertThat(scope.overlapping(Cidr.parse("240.0.0.0/4"))).isNotNull();
    assertThat(scope.overlapping(Cidr.parse("10.129.0.0/16"))).isNull();
    assertThatThrownBy(() -> scope.add("c", List.of(Cidr.parse("10.0.0.0/8"))))
        .isInstanceOf(IllegalStateException.class);

    scope.remove(List.of(Cidr.parse("10.0.0.0/9")));
    assertThat(scope.overlapping(Cidr.parse("10.0.0.0/9"))).isNull();
  }

  @Property(tries = 200)
  void anOverlapIsFoundWhereThereIsOne(@ForAll long seed) {
    Random random = new Random(seed);
    ScopeSpace scope = new ScopeSpace();
    List<Cidr> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int address = 0x0a000000 | random.nextInt(256);
      Cidr block = Cidr.containing(IpAddress.ofIpv4(address), 24 + random.nextInt(9));
      boolean expected = all.stream().anyMatch(block::overlaps);
      assertThat(scope.overlapping(block) != null).isEqualTo(expected);
      if (!expected) {
        scope.add("p", List.of(block));
        all.add(block);
      } else if (random.nextBoolean()) {
        scope.remove(List.of(all.remove(random.nextInt(all.size()))));
      }
    }
  }
}
