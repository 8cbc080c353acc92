package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.StoreUnderTest;
import dev.ipam.conformance.steps.ManualClock;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.IpamDriver;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** A clock that goes backwards: rule IPAM-3.72. */
class ClockTest {
  private static final Duration REST = Duration.ofSeconds(5);

  /** An answer that wrote nothing has gone by a time all the same. */
  @ForEachDatabase(Engine.SQLITE)
  void whatWasAnsweredIsNotBeforeWhatComesNext(Engine engine) {
    ManualClock clock = new ManualClock();
    try (StoreUnderTest store =
        new StoreUnderTest(ReferenceUnderTest.on(engine), clock, new Random(1))) {
      IpamDriver driver = store.driver();
      driver.createSubnet(SubnetRequest.of("s", "10.0.0.0/29").withRest(REST));
      driver.allocate(AllocationRequest.any("s"));
      clock.advance(1);
      Instant latest = clock.instant();
      assertThat(driver.usage("s").resting()).isEqualTo(BigInteger.ZERO);
      clock.advance(-REST.toMillis());

      assertThat(driver.allocate(AllocationRequest.any("s")).get(0).allocatedAt())
          .isEqualTo(latest);
    }
  }

  @ForEachDatabase(Engine.SQLITE)
  void whatRestedOnceStaysSo(Engine engine) {
    ManualClock clock = new ManualClock();
    try (StoreUnderTest store =
        new StoreUnderTest(ReferenceUnderTest.on(engine), clock, new Random(1))) {
      IpamDriver driver = store.driver();
      driver.createSubnet(SubnetRequest.of("s", "10.0.0.0/29").withRest(REST));
      Allocation first = driver.allocate(AllocationRequest.any("s")).get(0);
      driver.release(ReleaseRequest.of(first));
      assertThat(driver.usage("s").resting()).isEqualTo(BigInteger.ONE);
      clock.advance(REST.toMillis());
      assertThat(driver.usage("s").resting()).isEqualTo(BigInteger.ZERO);
      Instant latest = clock.instant();
      clock.advance(-REST.toMillis());

      assertThat(driver.usage("s").resting()).isEqualTo(BigInteger.ZERO);
      Allocation again = driver.allocate(AllocationRequest.specific("s", first.address())).get(0);
      assertThat(again.allocatedAt()).isEqualTo(latest);
    }
  }
}
