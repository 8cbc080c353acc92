package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingTest {
  @TempDir Path directory;

  @Test
  void aListingThatIsOverStaysOver() {
    try (BuiltinDriver driver = Opened.in(directory.resolve("store"))) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
      driver.allocate(AllocationRequest.any("a").withOwner("me"));
      try (Stream<?> subnets = driver.subnets();
          Stream<?> allocations = driver.allocations("a");
          Stream<?> owned = driver.allocationsOf("me")) {
        assertEndsOnce(subnets.iterator());
        assertEndsOnce(allocations.iterator());
        assertEndsOnce(owned.iterator());
      }
    }
  }

  private static void assertEndsOnce(Iterator<?> rows) {
    rows.next();
    for (int i = 0; i < 3; i++) {
      assertThat(rows.hasNext()).isFalse();
    }
  }
}
