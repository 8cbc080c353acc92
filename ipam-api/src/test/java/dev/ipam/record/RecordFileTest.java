package dev.ipam.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.ConfigurationException;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.spi.AuthorityState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {
  @TempDir Path directory;

  private RecordFile file(String storeId) {
    return new RecordFile(directory.resolve("records"), "acme", storeId, "acme:there");
  }

  @Test
  void keepsTheStateOfOneStore() {
    AuthorityState state = new AuthorityState.Active(7);
    try (RecordFile record = file("a")) {
      assertThat(record.read()).isNull();
      record.write(state);
    }
    try (RecordFile record = file("a")) {
      assertThat(record.read()).isEqualTo(state);
    }
    try (RecordFile another = file("b")) {
      assertThatThrownBy(another::read)
          .isInstanceOf(StoreCorruptException.class)
          .hasMessageContaining("it is of another store, a at acme:there");
    }
  }

  @Test
  void isHeldByOneAtATime() {
    try (RecordFile record = file("a");
        RecordFile second = file("a")) {
      record.write(new AuthorityState.Active(1));
      assertThatThrownBy(second::read)
          .isInstanceOf(StoreInUseException.class)
          .hasMessageContaining("acme.authority");
      assertThat(record.read()).isEqualTo(new AuthorityState.Active(1));
    }
  }

  /** Whoever can write a record can make a stale store the authority. */
  @Test
  void aFolderThatEverybodyMayWriteToIsRefused() throws IOException {
    try (RecordFile record = file("a")) {
      record.write(new AuthorityState.Active(1));
    }
    Path folder = directory.resolve("records");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (RecordFile record = file("a")) {
      assertThatThrownBy(record::read)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("ipam.authority.path")
          .hasMessageContaining(folder.toString());
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwxrwxrwx");
  }
}
