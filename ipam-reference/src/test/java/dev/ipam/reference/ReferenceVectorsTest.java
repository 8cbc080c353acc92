package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.Ipam;
import dev.ipam.conformance.vectors.VectorOperation;
import dev.ipam.conformance.vectors.VectorReport;
import dev.ipam.conformance.vectors.VectorSuite;
import dev.ipam.spi.IpamDriver;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was recorded says nothing of the database: one of them is enough. */
final class ReferenceVectorsTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("operations")
  void answersAsRecordedOrAsTheContractSays(VectorOperation operation) {
    VectorReport report = VectorSuite.replay(operation, this::open);

    assertThat(report.passed()).withFailMessage(report::toString).isTrue();
    assertThat(report.notApplicable()).isEmpty();
  }

  static Stream<VectorOperation> operations() {
    return Stream.of(VectorOperation.values())
        .filter(operation -> operation.level() == VectorOperation.Level.DRIVER);
  }

  private IpamDriver open() {
    return Ipam.builder()
        .set("ipam_driver", "internal")
        .set("ipam.reference.url", "jdbc:sqlite:" + directory.resolve("store.db"))
        .createIfMissing()
        .open()
        .driver();
  }
}
