package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltinDriverTest {
  @TempDir Path directory;

  @Test
  void whatWasAllocatedIsThereAfterReopening() {
    Path store = directory.resolve("store");
    Allocation first;
    try (BuiltinDriver driver = Opened.in(store)) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
      first = driver.allocate(AllocationRequest.any("a").withOwner("me")).get(0);
      assertThat(first.address()).isEqualTo(IpAddress.parse("10.0.0.2"));
      assertThat(driver.find("a", first.address())).contains(first);
    }
    try (BuiltinDriver driver = Opened.in(store)) {
      assertThat(driver.find("a", first.address())).contains(first);
      assertThat(driver.allocationsOf("me")).containsExactly(first);
      assertThat(driver.holders(first.address())).containsExactly(first);
      assertThat(driver.release(ReleaseRequest.of(first))).contains(first);
      List<Allocation> next = driver.allocate(AllocationRequest.any("a"));
      assertThat(next.get(0).address()).isEqualTo(IpAddress.parse("10.0.0.3"));
      assertThat(next.get(0).token()).isGreaterThan(first.token());
    }
  }
}
