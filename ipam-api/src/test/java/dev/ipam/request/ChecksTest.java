package dev.ipam.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.InvalidAddressRequestException;
import dev.ipam.error.InvalidSubnetRequestException;
import dev.ipam.error.InvalidValueException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules IPAM-1.18 to 1.20, 1.24, 1.25, 3.28, 3.71 and 3.86. */
class ChecksTest {
  private static final IpAddress ADDRESS = IpAddress.parse("192.0.2.5");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "A",
        "with space inside",
        "büro",
        "e\u0301",
        "\u200bzero-width\u200b",
        "𝕊",
        "a/b?c=d#e",
        "'; DROP TABLE subnets; --",
        "null"
      })
  @Tag("IPAM-1.20")
  void anIdIsKeptAsGiven(String id) {
    assertThat(Checks.id("subnet id", id)).isSameAs(id);
    AllocationRequest request = AllocationRequest.any(id).withOwner(id).withKey(id);
    assertThat(request.subnetIds()).containsExactly(id);
    assertThat(request.owner()).isEqualTo(id);
    assertThat(request.key()).isEqualTo(id);
  }

  @Test
  @Tag("IPAM-1.19")
  void anIdHasUpTo255Utf16CodeUnits() {
    String longest = "x".repeat(253) + "𝕊";
    assertThat(Checks.id("subnet id", longest)).isSameAs(longest);

    assertThatThrownBy(() -> Checks.id("subnet id", longest + "y"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("256 characters; at most 255")
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(200));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " a",
        "a ",
        "\ta",
        "a\n",
        "a\u00a0",
        "\u3000a",
        "\u2007a",
        "a\u2028",
        "a\u0000b",
        "a\nb",
        "a\u007fb",
        "a\u0085b",
        "a\ud835",
        "\ud835b",
        "a\udd4ab",
        "\udd4a\ud835"
      })
  @Tag("IPAM-1.19")
  void anyOtherIdIsRefused(String id) {
    invalid("InvalidIdentifier", () -> Checks.id("subnet id", id));
    assertThat(Checks.optionalId("owner", null)).isNull();
    invalid("InvalidIdentifier", () -> Checks.optionalId("owner", id));
  }

  static List<ThrowingCallable> bearersOfIds() {
    String bad = "bad ";
    return List.of(
        () -> AllocationRequest.any(bad),
        () -> AllocationRequest.any("s", bad),
        () -> AllocationRequest.any("s").withOwner(bad),
        () -> AllocationRequest.any("s").withKey(bad),
        () -> AllocationContext.NONE.withNetwork(bad),
        () -> AllocationContext.NONE.withPort(bad),
        () -> AllocationContext.NONE.withDevice(bad, "o"),
        () -> AllocationContext.NONE.withDevice("d", bad),
        () -> AllocationContext.NONE.withHostName(bad),
        () -> JointRequest.of(AllocationRequest.any("s")).withKey(bad),
        () -> ReleaseRequest.of(bad, ADDRESS),
        () -> ReleaseRequest.of("s", ADDRESS).withOwner(bad),
        () -> new TransferRequest(bad, ADDRESS, 1, "o", null),
        () -> new TransferRequest("s", ADDRESS, 1, bad, null),
        () -> new TransferRequest("s", ADDRESS, 1, "o", bad),
        () -> SubnetRequest.of(bad, "10.0.0.0/8"),
        () -> SubnetRequest.of("s", "10.0.0.0/8").withProject(bad),
        () -> SubnetRequest.of("s", "10.0.0.0/8").withKey(bad),
        () -> SubnetRequest.of("s", "10.0.0.0/8").withPoolId(bad),
        () -> SubnetRequest.fromPool(bad, "p", null),
        () -> SubnetRequest.fromPool("s", bad, null),
        () -> SubnetRequest.fromPool("s", "p", null).withProject(bad),
        () -> SubnetRequest.fromPool("s", "p", null).withKey(bad),
        () -> SubnetUpdate.of(bad),
        () -> new AddressScope(bad, "p", IpFamily.IPV4, false),
        () -> new AddressScope("s", bad, IpFamily.IPV4, false));
  }

  @ParameterizedTest
  @MethodSource("bearersOfIds")
  @Tag("IPAM-1.20")
  void everyIdIsChecked(ThrowingCallable bearer) {
    invalid("InvalidIdentifier", bearer);
  }

  @SuppressWarnings("NullAway")
  static List<ThrowingCallable> bearersOfNull() {
    return List.of(
        () -> new AddressRequest.Specific(null),
        () -> new AddressRequest.Automatic(null),
        () -> new GatewayChoice.Explicit(null),
        () -> new PoolsChoice.Explicit(null),
        () -> new AllocationRequest(null, new AddressRequest.Any(), null, null, null),
        () -> new AllocationRequest(List.of(), null, null, null, AllocationContext.NONE),
        () -> new AllocationRequest(List.of(), new AddressRequest.Any(), null, null, null),
        () -> new JointRequest(null, null),
        () -> new ReleaseRequest("s", null, null, null),
        () -> new TransferRequest("s", null, 1, "o", null),
        () ->
            new SubnetSettings(null, PoolsChoice.GENERATED, AllocationPolicy.LOWEST, Duration.ZERO),
        () -> new SubnetSettings(GatewayChoice.NONE, null, AllocationPolicy.LOWEST, Duration.ZERO),
        () -> new SubnetSettings(GatewayChoice.NONE, PoolsChoice.GENERATED, null, Duration.ZERO),
        () ->
            new SubnetSettings(
                GatewayChoice.NONE, PoolsChoice.GENERATED, AllocationPolicy.LOWEST, null),
        () -> new AddressScope("s", "p", null, false));
  }

  @ParameterizedTest
  @MethodSource("bearersOfNull")
  @Tag("IPAM-1.24")
  void nothingHoldsNullWhereSomethingMustBe(ThrowingCallable bearer) {
    assertThatThrownBy(bearer).isInstanceOf(NullPointerException.class);
  }

  @Test
  @Tag("IPAM-1.25")
  void listsAreCopied() {
    List<String> ids = new ArrayList<>(List.of("s"));
    AllocationRequest request = AllocationRequest.any("x").withSubnetIds(ids);
    ids.clear();

    assertThat(request.subnetIds()).containsExactly("s");
    assertThatThrownBy(() -> request.subnetIds().add("t"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  @Tag("IPAM-3.28")
  void aBulkIsOf1To1048576() {
    assertThat(new AddressRequest.Bulk(1).count()).isOne();
    assertThat(new AddressRequest.Bulk(1_048_576).count()).isEqualTo(1_048_576);
    for (int count : new int[] {0, -1, 1_048_577, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> new AddressRequest.Bulk(count))
          .isInstanceOf(InvalidAddressRequestException.class)
          .hasMessageContaining(Integer.toString(count));
    }
  }

  @Test
  @Tag("IPAM-3.86")
  void jointRequestsAre1To1000WithoutKeysForAtMost1048576Addresses() {
    AllocationRequest any = AllocationRequest.any("s");
    AllocationRequest most = AllocationRequest.bulk("s", AddressRequest.MAX_COUNT);
    assertThat(new JointRequest(Collections.nCopies(1_000, any), null).parts()).hasSize(1_000);
    assertThat(JointRequest.of(most).withKey("k").key()).isEqualTo("k");

    for (List<AllocationRequest> bad :
        List.of(
            List.<AllocationRequest>of(),
            Collections.nCopies(1_001, any),
            List.of(any, any.withKey("k")),
            List.of(most, any))) {
      assertThatThrownBy(() -> new JointRequest(bad, null))
          .isInstanceOf(InvalidAddressRequestException.class);
    }
  }

  @Test
  @Tag("IPAM-3.71")
  void aRestIsWholeMillisecondsUpTo36525Days() {
    assertThat(Checks.rest(Duration.ZERO)).isZero();
    assertThat(Checks.rest(Duration.ofMillis(1)).toMillis()).isOne();
    assertThat(Checks.rest(Duration.ofDays(36_525)).toMillis()).isEqualTo(3_155_760_000_000L);
    for (Duration bad :
        List.of(
            Duration.ofMillis(-1),
            Duration.ofNanos(1),
            Duration.ofMillis(1).plusNanos(1),
            Duration.ofDays(36_525).plusMillis(1),
            Duration.ofSeconds(Long.MAX_VALUE),
            Duration.ofSeconds(Long.MIN_VALUE))) {
      invalid("InvalidDuration", () -> SubnetRequest.of("s", "10.0.0.0/8").withRest(bad));
    }
  }

  @Test
  @Tag("IPAM-1.18")
  void aPrefixLengthIsOneOfTheFamilys() {
    for (int bad : new int[] {-1, 129}) {
      invalid("InvalidPrefixLength", () -> SubnetRequest.fromPool("s", "p", bad));
    }
    invalid(
        "InvalidPrefixLength",
        () -> SubnetRequest.fromPool("s", "p", 33).withFamily(IpFamily.IPV4));
    assertThat(SubnetRequest.fromPool("s", "p", 33).withFamily(IpFamily.IPV6).prefixLength())
        .isEqualTo(33);
  }

  @Test
  @Tag("IPAM-5.14")
  void anAnySubnetRequestHasNoPoolsAndNoGatewayOfTheOtherFamily() {
    AnySubnetRequest request = SubnetRequest.fromPool("s", "p", 24);

    assertThatThrownBy(
            () ->
                request.withPools(PoolsChoice.of(List.of(AddressRange.parse("10.0.0.2-10.0.0.9")))))
        .isInstanceOf(InvalidSubnetRequestException.class);
    assertThatThrownBy(
            () ->
                request
                    .withFamily(IpFamily.IPV6)
                    .withSettings(SubnetSettings.DEFAULT.with(GatewayChoice.of(ADDRESS))))
        .isInstanceOf(InvalidSubnetRequestException.class);
    assertThat(request.withPools(PoolsChoice.of(List.of())).settings().pools())
        .isEqualTo(PoolsChoice.GENERATED);
  }

  @Test
  void anAllocationHasATokenAndWholeMilliseconds() {
    for (long token : new long[] {0, -1}) {
      assertThatThrownBy(() -> allocation(Instant.EPOCH, token))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> allocation(Instant.ofEpochSecond(0, 1), 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(allocation(Instant.ofEpochMilli(-1), Long.MAX_VALUE).token())
        .isEqualTo(Long.MAX_VALUE);
  }

  private static Allocation allocation(Instant at, long token) {
    return new Allocation(
        "s", ADDRESS, null, at, RequestKind.ANY, token, null, AllocationContext.NONE);
  }

  @Test
  void usageAddsUp() {
    assertThat(usage(10, 3, 6, 1, 5).free()).isEqualTo(BigInteger.valueOf(6));
    for (long[] bad :
        new long[][] {
          {10, 3, 6, 0, 0}, {10, -1, 11, 0, 0}, {10, 11, -1, 0, 0}, {10, 5, 6, -1, 0}
        }) {
      assertThatThrownBy(() -> usage(bad[0], bad[1], bad[2], bad[3], bad[4]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> usage(0, 0, 0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Usage usage(long capacity, long allocated, long free, long resting, long outside) {
    return new Usage(
        "s",
        BigInteger.valueOf(capacity),
        BigInteger.valueOf(allocated),
        BigInteger.valueOf(free),
        BigInteger.valueOf(resting),
        BigInteger.valueOf(outside),
        null);
  }

  private static void invalid(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            InvalidValueException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
