package dev.ipam.conformance.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.Ipam;
import dev.ipam.spi.IpamDriver;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class BuiltinVectorsTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("operations")
  void theBuiltinDriverAnswersAsRecordedOrAsTheContractSays(VectorOperation operation) {
    VectorReport report = VectorSuite.replay(operation, this::open);

    assertThat(report.passed()).withFailMessage(report::toString).isTrue();
    assertThat(report.notApplicable()).isEmpty();
  }

  static Stream<VectorOperation> operations() {
    return Stream.of(VectorOperation.values())
        .filter(operation -> operation.level() == VectorOperation.Level.DRIVER);
  }

  /** Opens an empty store; what it survives is not asked here, so it need not wait for the disk. */
  private IpamDriver open() {
    return Ipam.builder()
        .set("ipam_driver", "builtin")
        .set("ipam.builtin.path", directory.resolve("store").toString())
        .set("ipam.builtin.durability", "os")
        .createIfMissing()
        .open()
        .driver();
  }
}
