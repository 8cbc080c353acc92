package dev.ipam.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.net.Cidr;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuotaUnitsTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 16777216",
    "10.0.0.0/24, 256",
    "10.0.0.1/32, 1",
    "0.0.0.0/0, 4294967296",
    "2001:db8::/32, 4294967296",
    "2001:db8::/64, 1",
    "2001:db8::/65, 0.5",
    "2001:db8::/96, 0.00000000023283064365386962890625",
    "2001:db8::/128, 0.0000000000000000000542101086242752217003726400434970855712890625",
    "::/0, 18446744073709551616",
  })
  void aBlockCountsExactly(String cidr, String units) {
    assertThat(QuotaUnits.of(Cidr.parse(cidr))).hasToString(units);
  }

  @Test
  void oneAddressMoreThanAUnitIsMoreThanAUnit() {
    QuotaUnits unit = QuotaUnits.of(BigInteger.ONE);
    QuotaUnits more = unit.plus(QuotaUnits.of(Cidr.parse("2001:db8::/128")));
    assertThat(more).isGreaterThan(unit);
    assertThat(more.minus(unit)).isEqualTo(QuotaUnits.of(Cidr.parse("::/128")));
  }

  @Test
  void thereIsNoNegativeSpace() {
    assertThatThrownBy(() -> QuotaUnits.ZERO.minus(QuotaUnits.of(BigInteger.ONE)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(QuotaUnits.ZERO).hasToString("0");
    assertThat(QuotaUnits.ZERO.isZero()).isTrue();
  }
}
