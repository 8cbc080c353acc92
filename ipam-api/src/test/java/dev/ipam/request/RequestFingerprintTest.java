package dev.ipam.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.net.MacAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rules IPAM-3.53 and 3.54: the digests are those of the examples in the contract. */
class RequestFingerprintTest {
  private static final Pattern EXAMPLE = Pattern.compile("\\| `([^`]+)` \\| `([0-9a-f]{32})` \\|");

  private static final AllocationRequest ANY = AllocationRequest.any("s1");

  private static Map<String, String> examples() throws IOException {
    Map<String, String> examples = new LinkedHashMap<>();
    EXAMPLE
        .matcher(Files.readString(Path.of("../docs/contract.md")))
        .results()
        .forEach(found -> examples.put(found.group(1), found.group(2)));
    return examples;
  }

  /** The requests that the examples spell out. */
  private static List<String> prints() {
    return List.of(
        RequestFingerprint.of(ANY),
        RequestFingerprint.of(
            AllocationRequest.of(
                    new AddressRequest.Specific(IpAddress.parse("2001:DB8:0::10")), "a", "b")
                .withOwner("vm-7")),
        RequestFingerprint.of(AllocationRequest.bulk("s1", 16)),
        RequestFingerprint.of(
            JointRequest.of(
                AllocationRequest.any("v4").withOwner("vm-7"),
                AllocationRequest.of(
                        new AddressRequest.Automatic(MacAddress.parse("0016.3E11.2233")), "v6")
                    .withOwner("vm-7"))),
        RequestFingerprint.of(
            new TransferRequest("s1", IpAddress.parse("10.0.0.5"), 17, "vm-8", null)),
        RequestFingerprint.of((SubnetRequest) SubnetRequest.of("s1", "10.0.0.0/24")),
        RequestFingerprint.of(
            SubnetRequest.fromPool("büro", "pool-1", 26)
                .withFamily(IpFamily.IPV4)
                .withProject("p")
                .withGateway(GatewayChoice.of(IpAddress.parse("10.9.9.9")))
                .withPolicy(AllocationPolicy.RANDOM)
                .withRest(Duration.ofMinutes(1))),
        RequestFingerprint.of(
            SubnetRequest.of("s2", "10.0.1.0/24")
                .withPoolId("pool-1")
                .withGateway(GatewayChoice.NONE)
                .withPools(
                    PoolsChoice.of(
                        List.of(range("10.0.1.30", "10.0.1.39"), range("10.0.1.10", "10.0.1.19"))))
                .withPolicy(AllocationPolicy.LOWEST)));
  }

  private static AddressRange range(String first, String last) {
    return new AddressRange(IpAddress.parse(first), IpAddress.parse(last));
  }

  @Test
  @Tag("IPAM-3.53")
  void areThoseOfTheContract() throws IOException {
    assertThat(prints()).containsExactlyElementsOf(examples().values()).hasSize(8);
  }

  @Test
  void theExamplesAreDigestsOfTheirOwnFields() throws IOException {
    examples().forEach((fields, print) -> assertThat(digest(fields)).as(fields).isEqualTo(print));
  }

  /** The definition, once more. */
  private static String digest(String fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String field : fields.split(" ", -1)) {
      byte[] text = field.getBytes(StandardCharsets.UTF_8);
      boolean missing = field.equals("-");
      bytes.writeBytes(ByteBuffer.allocate(4).putInt(missing ? -1 : text.length).array());
      bytes.writeBytes(missing ? new byte[0] : text);
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
      return HexFormat.of().formatHex(Arrays.copyOf(hash, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Tag("IPAM-3.54")
  void contextAndKeyAreNoPartOfThem() {
    AllocationContext context = AllocationContext.NONE.withHostName("h").withPort("p");

    assertThat(RequestFingerprint.of(ANY.withContext(context).withKey("k")))
        .isEqualTo(RequestFingerprint.of(ANY));
    assertThat(RequestFingerprint.of(JointRequest.of(ANY.withContext(context)).withKey("k")))
        .isEqualTo(RequestFingerprint.of(JointRequest.of(ANY)));
    SubnetRequest subnet = SubnetRequest.of("s", "10.0.0.0/8");
    assertThat(RequestFingerprint.of(subnet.withKey("k"))).isEqualTo(RequestFingerprint.of(subnet));
    IpAddress address = IpAddress.parse("10.0.0.5");
    assertThat(RequestFingerprint.of(new TransferRequest("s", address, 1, "o", "k")))
        .isEqualTo(RequestFingerprint.of(new TransferRequest("s", address, 1, "o", null)));
  }

  @Test
  @Tag("IPAM-3.53")
  void everythingElseIs() {
    SpecificSubnetRequest subnet = SubnetRequest.of("s", "10.0.0.0/24");
    AnySubnetRequest any = SubnetRequest.fromPool("s", "p", null);
    List<String> prints =
        List.of(
            RequestFingerprint.of(ANY),
            RequestFingerprint.of(ANY.withOwner("o")),
            RequestFingerprint.of(AllocationRequest.any("s2")),
            RequestFingerprint.of(AllocationRequest.any("s1", "s2")),
            RequestFingerprint.of(AllocationRequest.any("s2", "s1")),
            RequestFingerprint.of(AllocationRequest.of(new AddressRequest.PreferNext(), "s1")),
            RequestFingerprint.of(AllocationRequest.of(new AddressRequest.Gateway(), "s1")),
            RequestFingerprint.of(AllocationRequest.bulk("s1", 1)),
            RequestFingerprint.of(AllocationRequest.bulk("s1", 2)),
            RequestFingerprint.of(JointRequest.of(ANY)),
            RequestFingerprint.of(JointRequest.of(ANY, ANY)),
            RequestFingerprint.of((SubnetRequest) subnet),
            RequestFingerprint.of(SubnetRequest.of("s", "10.0.0.0/25").withProject("default")),
            RequestFingerprint.of(subnet.withProject("q")),
            RequestFingerprint.of((SubnetRequest) subnet.withPoolId("p")),
            RequestFingerprint.of(subnet.withPolicy(AllocationPolicy.LOWEST)),
            RequestFingerprint.of(subnet.withRest(Duration.ofMillis(1))),
            RequestFingerprint.of(subnet.withGateway(GatewayChoice.NONE)),
            RequestFingerprint.of(
                subnet.withGateway(GatewayChoice.of(IpAddress.parse("10.0.0.1")))),
            RequestFingerprint.of(
                subnet.withPools(PoolsChoice.of(List.of(range("10.0.0.2", "10.0.0.254"))))),
            RequestFingerprint.of((SubnetRequest) any),
            RequestFingerprint.of((SubnetRequest) any.withFamily(IpFamily.IPV4)),
            RequestFingerprint.of((SubnetRequest) any.withFamily(IpFamily.IPV6)),
            RequestFingerprint.of((SubnetRequest) SubnetRequest.fromPool("s", "p", 24)));

    assertThat(prints).doesNotHaveDuplicates();
    assertThat(
            RequestFingerprint.of((SubnetRequest) SubnetRequest.of("s", Cidr.parse("10.0.0.0/24"))))
        .isEqualTo(RequestFingerprint.of((SubnetRequest) subnet));
  }
}
