package dev.ipam.conformance.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.conformance.vectors.VectorOperation.Level;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is replayed, and what is not yet: so that nothing is left out without being seen. */
final class CoverageTest {
  @Test
  void theseOperationsAreNotReplayedYet() {
    assertThat(ofLevel(Level.NOT_YET))
        .as("take the level NOT_YET away when the operation is replayed")
        .containsExactly(VectorOperation.MIGRATE);
  }

  @Test
  void everyFileBelongsToAnOperationAndEveryVectorIsRead() {
    Set<String> ids = new TreeSet<>();
    EnumSet<VectorFile> files = EnumSet.noneOf(VectorFile.class);
    for (VectorOperation operation : VectorOperation.values()) {
      operation.read().forEach(vector -> ids.add(vector.id()));
      files.add(operation.file());
    }
    long written = Stream.of(VectorFile.values()).mapToLong(file -> file.read().size()).sum();

    assertThat(files).isEqualTo(EnumSet.allOf(VectorFile.class));
    assertThat(ids).hasSize((int) written).hasSize(4833);
  }

  @Test
  void everyErrorNameOfWhatIsReplayedIsInTheTable() {
    for (VectorOperation operation : ofLevel(Level.VALUE)) {
      for (Vector vector : operation.read()) {
        if (vector.expect().has("error")) {
          assertThat(ErrorNames.ours(vector.expect().get("error").text())).isNotNull();
        }
      }
    }
  }

  @Test
  void anOperationIsReplayedAtItsOwnLevelOnly() {
    assertThatThrownBy(() -> VectorSuite.replay(VectorOperation.GROUP_SEQUENCE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> VectorSuite.replay(VectorOperation.MIGRATE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Set<VectorOperation> ofLevel(Level level) {
    Set<VectorOperation> found = EnumSet.noneOf(VectorOperation.class);
    for (VectorOperation operation : VectorOperation.values()) {
      if (operation.level() == level) {
        found.add(operation);
      }
    }
    return found;
  }
}
