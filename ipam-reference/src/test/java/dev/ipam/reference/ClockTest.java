package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.conformance.StoreUnderTest;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.steps.ManualClock;
import dev.ipam.conformance.steps.StepText;
import dev.ipam.conformance.steps.Trial;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.net.IpAddress;
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
import java.util.ArrayList;
import java.util.List;
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

  /** A refusal that went by no time counts as none shown: the built-in driver sees it so, too. */
  @ForEachDatabase(Engine.SQLITE)
  void whatNeededNoTimeShowsNone(Engine engine) {
    ManualClock clock = new ManualClock();
    try (StoreUnderTest store =
        new StoreUnderTest(ReferenceUnderTest.on(engine), clock, new Random(1))) {
      IpamDriver driver = store.driver();
      driver.createSubnet(SubnetRequest.of("s", "10.0.0.0/29"));
      Instant recorded = clock.instant();
      clock.advance(1);
      ReleaseRequest nowhere = ReleaseRequest.of("none", IpAddress.parse("10.0.0.2"));
      assertThatExceptionOfType(SubnetNotFoundException.class)
          .isThrownBy(() -> driver.release(nowhere));
      clock.advance(-REST.toMillis());

      assertThat(driver.allocate(AllocationRequest.any("s")).get(0).allocatedAt())
          .isEqualTo(recorded);
    }
  }

  /** What changed elsewhere in the store had a time, which need not be the latest one shown. */
  @ForEachDatabase(Engine.SQLITE)
  void theModelAllowsTheTimeOfAnyEarlierChange(Engine engine) {
    String script =
        """
        create-subnet id=s1 project=default cidr=10.1.0.0/28 gateway=automatic pools=generated policy=LOWEST rest=0
        advance millis=500
        create-scope id=c1 project=default bits=32 shared=false
        advance millis=1
        advance millis=-700
        allocate subnets=s1 wish=any
        """;
    try (Trial trial = new Trial(ReferenceUnderTest.on(engine), 1)) {
      for (Step step : StepText.readAll(script)) {
        assertThat(trial.take(step)).isNull();
      }
    }
  }

  /**
   * Of each of many subnets the model cannot tell by which time it went: none of the states that
   * the store may be in is left out.
   */
  @ForEachDatabase(Engine.SQLITE)
  void theModelAllowsEarlierTimesInManySubnets(Engine engine) {
    List<String> script = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      script.add(
          "create-subnet id=s"
              + i
              + " project=default cidr=10.1.0.0/28 gateway=automatic pools=generated policy=LOWEST"
              + " rest=1000");
      script.add("allocate subnets=s" + i + " wish=specific:10.1.0.5");
    }
    script.add("advance millis=900");
    script.add("create-scope id=c1 project=default bits=32 shared=false");
    script.add("advance millis=-700");
    for (int i = 1; i <= 8; i++) {
      script.add("release subnet=s" + i + " at=10.1.0.5");
    }
    try (Trial trial = new Trial(ReferenceUnderTest.on(engine), 1)) {
      for (Step step : StepText.readAll(String.join("\n", script))) {
        assertThat(trial.take(step)).isNull();
      }
      assertThat(trial.audit()).isNull();
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
