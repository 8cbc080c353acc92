package dev.ipam.conformance.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ValueVectorsTest {
  @ParameterizedTest
  @MethodSource("operations")
  void valuesAnswerAsRecordedOrAsTheContractSays(VectorOperation operation) {
    VectorReport report = VectorSuite.replay(operation);
    assertThat(report.passed()).withFailMessage(report::toString).isTrue();
  }

  static Stream<VectorOperation> operations() {
    return Stream.of(VectorOperation.values())
        .filter(operation -> operation.level() == VectorOperation.Level.VALUE);
  }
}
