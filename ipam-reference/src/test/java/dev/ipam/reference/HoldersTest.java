package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.SubnetRequest;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.util.List;
import java.util.stream.Stream;

/** Rule IPAM-3.57 where subnets overlap: those that hold an address are found by their CIDRs. */
class HoldersTest {
  @ForEachDatabase
  void areFoundInSubnetsOfEveryLengthAndInNoOthers(TestDatabase database) {
    try (ReferenceDriver driver = Drivers.open(ReferenceUnderTest.settings(database))) {
      List<String> v4 = List.of("10.0.0.0/8", "10.1.2.0/24", "10.1.2.2/31", "10.1.2.3/32");
      List<String> v6 = List.of("2001:db8::/32", "2001:db8::/64", "2001:db8::3/128");
      hold(driver, v4, "10.1.2.3");
      hold(driver, v6, "2001:db8::3");
      // These begin alike and do not contain it, or contain it and do not hold it.
      driver.createSubnet(SubnetRequest.of("beside", "10.0.0.0/24"));
      driver.createSubnet(SubnetRequest.of("empty", "10.1.2.0/24"));

      assertThat(holders(driver, "10.1.2.3")).containsExactlyElementsOf(v4);
      assertThat(holders(driver, "2001:db8::3")).containsExactlyElementsOf(v6);
      assertThat(holders(driver, "10.1.2.4")).isEmpty();
      assertThat(holders(driver, "192.0.2.1")).isEmpty();
    }
  }

  /** The ids are the CIDRs, whose order they are then in. */
  private static void hold(ReferenceDriver driver, List<String> cidrs, String address) {
    for (String cidr : cidrs) {
      driver.createSubnet(SubnetRequest.of(cidr, cidr).withGateway(GatewayChoice.NONE));
      driver.allocate(AllocationRequest.specific(cidr, IpAddress.parse(address)));
    }
  }

  private static List<String> holders(ReferenceDriver driver, String address) {
    try (Stream<Allocation> all = driver.holders(IpAddress.parse(address))) {
      return all.map(Allocation::subnetId).toList();
    }
  }
}
