package dev.ipam.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.InvalidSubnetRequestException;
import dev.ipam.error.PrefixLengthOutOfBoundsException;
import dev.ipam.error.QuotaExceededException;
import dev.ipam.error.SubnetPoolAlreadyExistsException;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SubnetPoolTest {
  @Test
  @Tag("IPAM-5.05")
  @Tag("IPAM-5.06")
  void aPoolCompactsItsPrefixesAndFillsInLengths() {
    SubnetPool pool = SubnetPool.of(request("10.0.1.0/24", "10.0.0.0/24", "10.0.0.0/28"));
    assertThat(pool.prefixes()).containsExactly(Cidr.parse("10.0.0.0/23"));
    assertThat(pool.minPrefixLength()).isEqualTo(8);
    assertThat(pool.defaultPrefixLength()).isEqualTo(8);
    assertThat(pool.maxPrefixLength()).isEqualTo(32);
    assertThat(pool.quota()).isNull();
    assertThat(pool.family()).isEqualTo(IpFamily.IPV4);
    assertThat(pool.capacity()).hasToString("512");

    SubnetPool six = SubnetPool.of(request("2001:db8::/32"));
    assertThat(six.minPrefixLength()).isEqualTo(64);
    assertThat(six.defaultPrefixLength()).isEqualTo(64);
    assertThat(six.maxPrefixLength()).isEqualTo(128);
  }

  @Test
  @Tag("IPAM-5.04")
  void prefixesMustBeOfOneFamilyAndThereMustBeOne() {
    assertThatThrownBy(() -> request("10.0.0.0/8", "2001:db8::/32"))
        .isInstanceOf(InvalidSubnetRequestException.class)
        .hasMessageContaining("10.0.0.0/8 and 2001:db8::/32")
        .hasMessageContaining("\"p\"");
    assertThatThrownBy(SubnetPoolTest::request)
        .isInstanceOf(InvalidSubnetRequestException.class)
        .hasMessageContaining("no prefix");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, -1, , ",
    "10.0.0.0/8, , 33, ",
    "10.0.0.0/8, , 7, ",
    "10.0.0.0/8, 9, , 8",
    "10.0.0.0/8, 9, 24, 25",
    "2001:db8::/32, , 129, ",
    "2001:db8::/32, , , 63",
  })
  @Tag("IPAM-5.07")
  void lengthsMustNotContradictEachOther(
      String prefix, Integer minimum, Integer maximum, Integer usual) {
    assertThatThrownBy(() -> request(prefix).withPrefixLengths(minimum, maximum, usual))
        .isInstanceOf(InvalidSubnetRequestException.class)
        .hasMessageContaining("0 <= minimum <= default <= maximum");
  }

  @Test
  @Tag("IPAM-5.08")
  void aMinimumOfZeroIsANumber() {
    SubnetPool pool = SubnetPool.of(request("0.0.0.0/0").withPrefixLengths(0, null, null));
    assertThat(pool.minPrefixLength()).isZero();
    assertThat(pool.defaultPrefixLength()).isZero();
  }

  @Test
  @Tag("IPAM-5.09")
  void aQuotaOfZeroIsNoneAndOneBelowIsRefused() {
    assertThat(SubnetPool.of(request("10.0.0.0/8").withQuota(BigInteger.ZERO)).quota()).isNull();
    assertThatThrownBy(() -> request("10.0.0.0/8").withQuota(BigInteger.valueOf(-5)))
        .isInstanceOf(InvalidSubnetRequestException.class)
        .hasMessageContaining("-5");
  }

  @Test
  void aRequestWithoutLengthGetsTheDefault() {
    SubnetPool pool = SubnetPool.of(request("10.0.0.0/8").withPrefixLengths(16, 28, 24));
    assertThat(pool.prefixLengthFor(SubnetRequest.fromPool("s", "p", null))).isEqualTo(24);
    assertThat(pool.prefixLengthFor(SubnetRequest.fromPool("s", "p", 28))).isEqualTo(28);
    assertThatThrownBy(() -> pool.prefixLengthFor(SubnetRequest.fromPool("s", "p", 29)))
        .isInstanceOf(PrefixLengthOutOfBoundsException.class)
        .hasMessageContaining("/16 to /28");
  }

  @Test
  void boundsComeBeforeTheFamily() {
    SubnetPool pool = SubnetPool.of(request("10.0.0.0/8"));
    AnySubnetRequest any = SubnetRequest.fromPool("s", "p", 24);
    assertThatThrownBy(() -> pool.prefixLengthFor(any.withFamily(IpFamily.IPV6)))
        .isInstanceOf(InvalidSubnetRequestException.class);
    assertThatThrownBy(
            () ->
                pool.prefixLengthFor(
                    (AnySubnetRequest)
                        any.withGateway(GatewayChoice.of(IpAddress.parse("2001:db8::1")))))
        .isInstanceOf(InvalidSubnetRequestException.class)
        .hasMessageContaining("2001:db8::1");
    assertThatThrownBy(() -> pool.check(SubnetRequest.of("s", "2001:db8::/64")))
        .isInstanceOf(PrefixLengthOutOfBoundsException.class);
    assertThatThrownBy(() -> pool.check(SubnetRequest.of("s", "2000::/24")))
        .isInstanceOf(InvalidSubnetRequestException.class);
    assertThatCode(() -> pool.check(SubnetRequest.of("s", "10.0.0.0/24")))
        .doesNotThrowAnyException();
  }

  @Test
  void exactlyTheQuotaIsGranted() {
    SubnetPool pool = SubnetPool.of(request("2001:db8::/32").withQuota(BigInteger.ONE));
    QuotaUnits used = QuotaUnits.of(Cidr.parse("2001:db8::/65"));
    assertThatCode(() -> pool.checkQuota("a", used, 65)).doesNotThrowAnyException();
    QuotaUnits nearly = used.plus(QuotaUnits.of(Cidr.parse("::/128")));
    assertThatThrownBy(() -> pool.checkQuota("a", nearly, 65))
        .isInstanceOfSatisfying(
            QuotaExceededException.class,
            e -> {
              assertThat(e.used()).startsWith("0.5000000000000000000");
              assertThat(e.requested()).isEqualTo("0.5");
              assertThat(e.limit()).isEqualTo("1");
            });
  }

  @Test
  void anUpdateKeepsWhatItDoesNotName() {
    SubnetPool pool =
        SubnetPool.of(
            request("10.0.0.0/8")
                .withProject("net")
                .withPrefixLengths(16, 28, 24)
                .withQuota(BigInteger.TEN)
                .withScopeId("scope")
                .withShared(true));
    assertThat(pool.after(SubnetPoolUpdate.of("p"))).isEqualTo(pool);

    SubnetPool changed =
        pool.after(
            SubnetPoolUpdate.of("p")
                .withPrefixLengths(null, 30, null)
                .withPrefixes(cidrs("10.0.0.0/9", "10.128.0.0/9", "11.0.0.0/8"))
                .withQuota(BigInteger.ZERO)
                .withScope(ScopeChoice.NONE)
                .withShared(false));
    assertThat(changed)
        .isEqualTo(new SubnetPool("p", "net", cidrs("10.0.0.0/7"), 16, 30, 24, null, null, false));
    assertThat(pool.after(SubnetPoolUpdate.of("p").withScope(ScopeChoice.of("b"))).scopeId())
        .isEqualTo("b");
  }

  @Test
  void anUpdateToAPoolThatCannotExistIsRefused() {
    SubnetPool pool = SubnetPool.of(request("10.0.0.0/8"));
    assertThatThrownBy(
            () -> pool.after(SubnetPoolUpdate.of("p").withPrefixes(cidrs("2001:db8::/32"))))
        .isInstanceOf(InvalidSubnetRequestException.class)
        .hasMessageContaining("family");
    assertThatThrownBy(() -> pool.after(SubnetPoolUpdate.of("p").withPrefixLengths(9, null, null)))
        .isInstanceOf(InvalidSubnetRequestException.class);
    assertThatThrownBy(() -> pool.after(SubnetPoolUpdate.of("p").withPrefixes(List.of())))
        .isInstanceOf(InvalidSubnetRequestException.class);
  }

  @Test
  void aScopeOfTheOtherFamilyIsRefused() {
    SubnetPool pool = SubnetPool.of(request("10.0.0.0/8").withScopeId("six"));
    assertThatThrownBy(() -> pool.check(new AddressScope("six", "a", IpFamily.IPV6, false)))
        .isInstanceOf(InvalidSubnetRequestException.class)
        .hasMessageContaining("IPv6");
  }

  @Test
  void theErrorOfATakenIdCarriesWhatHasIt() {
    SubnetPool pool = SubnetPool.of(request("10.0.0.0/8").withQuota(BigInteger.TEN));
    SubnetPoolAlreadyExistsException error =
        new SubnetPoolAlreadyExistsException("p", pool.definition());
    assertThat(error.existing()).isEqualTo(pool.definition());
    assertThat(error.fields())
        .containsEntry("pool_id", "p")
        .containsEntry("quota", BigInteger.TEN)
        .containsEntry("prefixes", List.of("10.0.0.0/8"));
  }

  @Test
  void usageAddsUp() {
    SubnetPool pool = SubnetPool.of(request("10.0.0.0/24"));
    PoolUsage usage =
        PoolUsage.of(
            pool,
            Map.of(
                "b", QuotaUnits.of(BigInteger.TEN),
                "a", QuotaUnits.of(BigInteger.ONE),
                "gone", QuotaUnits.ZERO),
            2);
    assertThat(usage.free()).hasToString("245");
    assertThat(usage.byProject()).containsOnlyKeys("a", "b");
    assertThatThrownBy(
            () ->
                new PoolUsage(
                    "p",
                    usage.capacity(),
                    usage.allocated(),
                    usage.allocated(),
                    usage.byProject(),
                    2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SubnetPoolRequest request(String... prefixes) {
    return SubnetPoolRequest.of("p", cidrs(prefixes).toArray(Cidr[]::new));
  }

  private static List<Cidr> cidrs(String... texts) {
    return Arrays.stream(texts).map(Cidr::parse).toList();
  }
}
