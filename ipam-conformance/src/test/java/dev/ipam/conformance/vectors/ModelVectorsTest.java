package dev.ipam.conformance.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.memory.ModelDriver;
import java.time.Clock;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ModelVectorsTest {
  @ParameterizedTest
  @MethodSource("operations")
  void theModelAnswersAsRecordedOrAsTheContractSays(VectorOperation operation) {
    VectorReport report =
        VectorSuite.replay(operation, () -> new ModelDriver(Clock.systemUTC(), new Random(1)));
    assertThat(report.passed()).withFailMessage(report::toString).isTrue();
    assertThat(report.notApplicable()).isEmpty();
  }

  static Stream<VectorOperation> operations() {
    return Stream.of(VectorOperation.values())
        .filter(operation -> operation.level() == VectorOperation.Level.DRIVER);
  }
}
