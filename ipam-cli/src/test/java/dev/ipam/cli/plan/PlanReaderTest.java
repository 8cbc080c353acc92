package dev.ipam.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ipam.request.AddressRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanReaderTest {
  @TempDir Path directory;

  private Plan read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private Plan read(byte[] bytes) {
    try {
      return PlanReader.read(Files.write(directory.resolve("plan.yaml"), bytes), "plan.yaml");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Of what is no file no size is told. */
  @Test
  void whatNeverEndsIsNoPlan() {
    PlanRefused refused =
        catchThrowableOfType(
            PlanRefused.class, () -> PlanReader.read(Path.of("/dev/zero"), "/dev/zero"));
    assertThat(refused).hasMessageContaining("larger than 32 MiB");
  }

  private List<String> faults(String text) {
    PlanRefused refused = catchThrowableOfType(PlanRefused.class, () -> read(text));
    assertThat(refused).as(text).isNotNull();
    assertThat(refused.kind()).isEqualTo(PlanRefused.Kind.INVALID);
    return refused.lines();
  }

  @Test
  void everyFaultIsReportedWithItsLine() {
    List<String> faults =
        faults(
            """
            version: 2
            subnets:
              - id: a
                cidr: 10.0.0.5/24
              - id: b
                cidr: 10.0.1.0/24
                gatway: none
                pools: [10.0.1.1-10.0.1.20, 10.0.1.10-10.0.1.30]
                addresses:
                  - {owner: x, address: 10.0.2.1}
                  - {owner: y, count: none}
              - cidr: 10.0.3.0/24
                policy: fastest
              - id: b
                cidr: 10.0.4.0/24
              - no mapping
              - id: c
            addresses:
              - {owner: z, subnet: nowhere}
              - {subnet: b}
              - {owner: z, subnet: b, count: 2, gateway: true}
              - {owner: z, subnet: a, mac: "00:00"}
            more: 1
            """);

    assertThat(faults)
        .satisfiesExactly(
            f -> assertThat(f).startsWith("plan.yaml:1: \"2\" is not a version of plans"),
            f -> assertThat(f).startsWith("plan.yaml:4: ").contains("10.0.0.0/24"),
            f -> assertThat(f).startsWith("plan.yaml:7: ").contains("did you mean \"gateway\""),
            f -> assertThat(f).startsWith("plan.yaml:8: ").contains("overlap"),
            f -> assertThat(f).startsWith("plan.yaml:10: 10.0.2.1 is not in subnet \"b\""),
            f -> assertThat(f).startsWith("plan.yaml:11: \"none\" is not a count"),
            f -> assertThat(f).startsWith("plan.yaml:13: \"fastest\""),
            f -> assertThat(f).startsWith("plan.yaml:14: ").contains("twice, first in line 5"),
            f -> assertThat(f).startsWith("plan.yaml:16: ").contains("must be a mapping"),
            f -> assertThat(f).startsWith("plan.yaml:17: ").contains("no \"cidr\""),
            f -> assertThat(f).startsWith("plan.yaml:19: ").contains("no subnet \"nowhere\""),
            f -> assertThat(f).startsWith("plan.yaml:20: ").contains("no \"owner\""),
            f -> assertThat(f).startsWith("plan.yaml:21: ").contains("do not go together"),
            f -> assertThat(f).startsWith("plan.yaml:22: ").contains("\"00:00\""),
            f -> assertThat(f).startsWith("plan.yaml:23: ").contains("no key \"more\""));
  }

  private String fault(String text) {
    List<String> faults = faults(text);
    assertThat(faults).as(text).hasSize(1);
    return faults.get(0);
  }

  private String faultOfAddress(String cidr, String address) {
    return fault("subnets:\n- id: s\n  cidr: %s\naddresses:\n- %s\n".formatted(cidr, address));
  }

  @Test
  void whatAnAddressCannotBeIsSaid() {
    assertThat(faultOfAddress("10.0.0.0/24", "{owner: a, subnet: s, address: 10.0.0.0}"))
        .startsWith("plan.yaml:5: 10.0.0.0 is the network or broadcast address");
    assertThat(faultOfAddress("10.0.0.0/24", "{owner: a, subnet: s, address: 10.0.0.300}"))
        .contains("\"10.0.0.300\" is not an IP address");
    assertThat(faultOfAddress("10.0.0.0/24", "{owner: a, subnet: s, mac: 00:16:3e:11:22:33}"))
        .contains("subnet \"s\" is IPv4");
    assertThat(faultOfAddress("2001:db8::/96", "{owner: a, subnet: s, mac: 00:16:3e:11:22:33}"))
        .contains("/64");
    assertThat(faultOfAddress("10.0.0.0/32", "{owner: a, subnet: s, gateway: true}"))
        .contains("has no gateway");
    assertThat(faultOfAddress("10.0.0.0/24", "{owners: a-1..3, subnet: s, gateway: true}"))
        .contains("belongs to one owner");
    assertThat(faultOfAddress("10.0.0.0/24", "{owner: a, subnet: s, gateway: perhaps}"))
        .contains("neither true nor false");
    assertThat(faultOfAddress("10.0.0.0/24", "{owner: a, subnet: s, count: 0}"))
        .contains("not a count");
    assertThat(
            faultOfAddress(
                "10.0.0.0/24", "{owners: a-1..3, subnet: s, address: 10.0.0.5-10.0.0.6}"))
        .contains("3 owners for 10.0.0.5-10.0.0.6, which has 2 addresses");
    assertThat(faultOfAddress("10.0.0.0/24", "{owners: a-9..3, subnet: s}"))
        .contains("must ascend");
    assertThat(faultOfAddress("10.0.0.0/24", "{owner: '', subnet: s}")).contains("owner is empty");
    assertThat(faultOfAddress("10.0.0.0/24", "{owner: , subnet: s}")).contains("has no value");
    assertThat(faultOfAddress("10.0.0.0/24", "{owner: [a], subnet: s}")).contains("one value");
    assertThat(faultOfAddress("10.0.0.0/24", "{owner: a, owners: b, subnet: s}"))
        .contains("\"owner\" and \"owners\" do not go together");
    assertThat(faultOfAddress("10.0.0.0/24", "{owner: a, subnet: t}"))
        .contains("did you mean \"s\"");
  }

  @Test
  void whatIsPlannedTwiceIsSaidWithBothLines() {
    String subnet = "subnets:\n- {id: s, cidr: 10.0.0.0/24}\naddresses:\n";

    assertThat(
            fault(
                subnet
                    + "- {owner: a, subnet: s, address: 10.0.0.9}\n"
                    + "- {owner: b, subnet: s, address: 10.0.0.9}\n"))
        .isEqualTo(
            "plan.yaml:5: 10.0.0.9 is planned already, in line 4; an address has one owner.");
    assertThat(
            fault(
                subnet
                    + "- {owner: a, subnet: s, gateway: true}\n"
                    + "- {owner: b, subnet: s, address: 10.0.0.1}\n"))
        .contains("10.0.0.1 is planned already, in line 4");
    assertThat(fault(subnet + "- {owner: a, subnet: s}\n- {owners: a, subnet: s}\n"))
        .contains("Owner \"a\" is in subnet \"s\" already, in line 4");
    assertThat(fault(subnet + "- {owner: a, owner: b, subnet: s}\n"))
        .contains("\"owner\" stands here twice, first in line 4");
  }

  @Test
  void aSubnetAtFaultDoesNotBlameItsAddresses() {
    assertThat(fault("subnets:\n- id: s\n  cidr: x\naddresses:\n- {owner: a, subnet: s}\n"))
        .startsWith("plan.yaml:3: ");
    assertThat(
            fault("subnets:\n- cidr: 10.0.0.0/99\naddresses:\n- {owner: a, subnet: 10.0.0.0/99}\n"))
        .startsWith("plan.yaml:2: ");
  }

  @Test
  void textThatIsNoPlanIsRefused() {
    assertThat(fault("")).contains("begins with \"subnets:\"");
    assertThat(fault("just words")).contains("begins with \"subnets:\"");
    assertThat(fault("- a\n")).contains("begins with \"subnets:\"");
    assertThat(fault("version: 1\n")).contains("no list of \"subnets\"");
    assertThat(fault("subnets: 5\n")).contains("must be a list");
    assertThat(fault("subnets:\n- {id: a\n"))
        .startsWith("plan.yaml:3: This is neither YAML nor JSON");
    assertThat(fault("subnets: []\n---\nsubnets: []\n"))
        .startsWith("plan.yaml:2: ")
        .contains("second document");
    assertThat(fault("subnets:\n- {[a]: b}\n")).contains("A key must be a word");
    assertThat(fault("subnets:\n- id: \u0007\n")).startsWith("plan.yaml:2: ").contains("U+0007");
    assertThat(fault("subnets:\n- cidr: !!java.net.URL [x]\n")).contains("one value");
  }

  @Test
  void hostileTextCostsNoMoreThanItsBytes() {
    StringBuilder laughs = new StringBuilder("subnets:\n- &a [x,x]\n");
    for (char c = 'b'; c < 'z'; c++) {
      char before = (char) (c - 1);
      laughs.append("- &%c [*%c,*%c,*%c]\n".formatted(c, before, before, before));
    }
    assertThat(fault(laughs.toString())).startsWith("plan.yaml:3: Aliases (*a) are not used");
    assertThat(fault("[".repeat(100_000))).contains("nested deeper");
    assertThat(fault("{a: ".repeat(100_000))).contains("nested deeper");
    assertThat(fault("subnets:\n- {id: s, cidr: " + "9".repeat(1 << 20) + "}\n"))
        .hasSizeLessThan(300);
  }

  @Test
  void tooMuchIsRefused() {
    String subnet = "subnets:\n- {id: s, cidr: 10.0.0.0/8}\naddresses:\n";

    assertThat(
            fault(
                subnet
                    + "- {owner: a, subnet: s, count: 1048576}\n"
                    + "- {owner: b, subnet: s}\n- {owner: c, subnet: s}\n"))
        .startsWith("plan.yaml:5: ")
        .contains("more than 1048576 addresses");
    assertThat(fault(subnet + "- {owner: a, subnet: s, address: 10.0.0.1-10.255.0.0}\n"))
        .contains("more than 1048576 addresses");
    assertThat(fault(subnet + "- {owners: a-1..999999, subnet: s}\n")).contains("at most 100000");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    assertThat(refusal(directory.resolve("missing"))).contains("there is no such file");
    assertThat(refusal(directory)).contains("it is a directory");
    assertThat(refusal(Files.write(directory.resolve("l"), new byte[] {(byte) 0xE9, '\n'})))
        .contains("not UTF-8");
    try (var large = new java.io.RandomAccessFile(directory.resolve("large").toFile(), "rw")) {
      large.setLength((32L << 20) + 1);
    }
    assertThat(refusal(directory.resolve("large"))).contains("larger than 32 MiB");
  }

  private static String refusal(Path path) {
    PlanRefused refused =
        catchThrowableOfType(PlanRefused.class, () -> PlanReader.read(path, "plan.yaml"));
    assertThat(refused.lines()).isEmpty();
    return refused.getMessage();
  }

  @Test
  void jsonIsAPlanToo() {
    Plan plan =
        read(
            """
            {
            \t"version": 1,
            \t"subnets": [
            \t\t{"id": "a", "cidr": "2001:db8::/64", "gateway": "none", "pools": ["2001:db8::5-2001:db8::9"],
            \t\t "addresses": [{"owner": "x", "count": 2}, {"owner": "y", "address": "2001:db8::7"}]}
            \t]
            }
            """);

    Plan.PlannedSubnet subnet = plan.subnets().get(0);
    assertThat(subnet.id()).isEqualTo("a");
    assertThat(subnet.any()).containsExactly(new Plan.AnyAddresses(5, "x", 2));
    assertThat(subnet.fixed()).singleElement().satisfies(f -> assertThat(f.owner()).isEqualTo("y"));
  }

  @Test
  void repetitionIsExpanded() {
    Plan plan =
        read(
            """
            subnets:
              - id: s
                cidr: 10.0.0.0/24
                addresses:
                  - {owners: srv-08..11, address: 10.0.0.20-10.0.0.23}
                  - {owners: [a, "b-1..2-x"], count: 3}
                  - {owner: literal-1..2}
              - id: t
                cidr: 2001:db8::/64
            addresses:
              - {owner: dual, subnets: [s, t], mac: 00:16:3e:11:22:33}
            """);

    Plan.PlannedSubnet s = plan.subnets().get(0);
    assertThat(s.fixed())
        .extracting(Plan.FixedAddress::owner)
        .containsExactly("srv-08", "srv-09", "srv-10", "srv-11");
    assertThat(s.fixed().get(3).address()).hasToString("10.0.0.23");
    assertThat(s.any())
        .extracting(Plan.AnyAddresses::owner)
        .containsExactly("a", "b-1-x", "b-2-x", "literal-1..2", "dual");
    assertThat(plan.subnets().get(1).fixed())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.request()).isInstanceOf(AddressRequest.Automatic.class);
              assertThat(f.address()).hasToString("2001:db8::216:3eff:fe11:2233");
            });
  }

  @Test
  void numbersAndWordsThatYamlReadsOtherwiseStayText() {
    Plan plan =
        read("subnets:\n- {id: 007, cidr: 10.0.0.0/24, addresses: [{owner: no}, {owner: 1e3}]}\n");

    assertThat(plan.subnets().get(0).id()).isEqualTo("007");
    assertThat(plan.subnets().get(0).any())
        .extracting(Plan.AnyAddresses::owner)
        .containsExactly("no", "1e3");
  }

  @Test
  void keysOfDifferentPlacesDiffer() {
    assertThat(PlanKeys.key("a/b", "c", 1)).isNotEqualTo(PlanKeys.key("a", "b/c", 1));
    assertThat(PlanKeys.key("a%2Fb", "c", 1)).isNotEqualTo(PlanKeys.key("a/b", "c", 1));
    assertThat(PlanKeys.key("s".repeat(255), "o".repeat(255), 1))
        .hasSizeLessThanOrEqualTo(255)
        .isNotEqualTo(PlanKeys.key("s".repeat(255), "o".repeat(255), 2));
  }
}
