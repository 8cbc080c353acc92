package dev.ipam.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.AuthorityConflictException;
import dev.ipam.error.ConfigurationException;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.error.UnavailableException;
import dev.ipam.memory.MemoryDriver;
import dev.ipam.memory.MemoryStore;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.StoreRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {
  private static final AuthorityState LOADING =
      new AuthorityState.Loading(new StoreRef("other", "c"), 1, null);

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

  /** A record that cannot be looked at may say that another store took over. */
  @Test
  void whatCannotBeLookedAtIsThere() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("records"));
    Path unreadable = folder.resolve("acme.authority");
    Files.createSymbolicLink(unreadable, unreadable);

    assertThat(RecordFile.exists(folder, "acme")).isTrue();
    assertThat(RecordFile.exists(folder, "other")).isFalse();
    try (RecordFile record = file("a")) {
      assertThatThrownBy(record::read).isInstanceOf(UnavailableException.class);
    }
  }

  /** Both opened the store when it had none. */
  @Test
  void whoMakesARecordLooksWhetherAnotherHasMeanwhile() {
    StoreRef successor = new StoreRef("next", "b");
    IpamDriver first = recorded();
    IpamDriver second = recorded();
    authority(first).change(new AuthorityState.Unused(), new AuthorityState.Active(1));
    authority(first)
        .change(new AuthorityState.Active(1), new AuthorityState.Retired(1, successor, null));
    assertThatThrownBy(() -> authority(second).change(new AuthorityState.Unused(), LOADING))
        .isInstanceOf(StoreInUseException.class);
    first.close();

    assertThatThrownBy(() -> authority(second).change(new AuthorityState.Unused(), LOADING))
        .isInstanceOf(AuthorityConflictException.class)
        .hasMessageContaining("retired");
    assertThat(authority(second).state()).isEqualTo(new AuthorityState.Retired(1, successor, null));
    second.close();
  }

  private IpamDriver recorded() {
    return RecordedDriver.of(
        "memory",
        new MemoryDriver(new MemoryStore(), Set.of()),
        directory.resolve("records"),
        Clock.systemUTC());
  }

  private static Authority authority(IpamDriver driver) {
    return driver.extension(Authority.class).orElseThrow();
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
