package dev.ipam.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.ConfigurationException;
import dev.ipam.error.Outcome;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.error.UnavailableException;
import dev.ipam.net.IpAddress;
import dev.ipam.net.MacAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.RequestKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntentJournalTest {
  private static final String ODD = "büro \u2028 𝕊\u00a0x";

  @TempDir Path temporary;

  private Path folder;
  private IntentJournal journal;

  @BeforeEach
  void open() {
    folder = temporary.resolve("deep/intents");
    journal = IntentJournal.open(folder);
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private void reopen() {
    journal.close();
    journal = IntentJournal.open(folder);
  }

  private static Intent intent(String id) {
    return Intent.of(
        id,
        List.of(
            AllocationRequest.any("s1", ODD).withOwner(ODD),
            AllocationRequest.of(new AddressRequest.PreferNext(), "s1"),
            AllocationRequest.specific("s6", IpAddress.parse("2001:db8::1")),
            AllocationRequest.of(
                new AddressRequest.Automatic(MacAddress.parse("00-16-3e-11-22-33")), "s6"),
            AllocationRequest.of(new AddressRequest.Gateway(), "s1"),
            AllocationRequest.bulk("s1", 7),
            AllocationRequest.any()));
  }

  private static Allocation held(String address, String owner, String key) {
    return new Allocation(
        ODD,
        IpAddress.parse(address),
        owner,
        Instant.ofEpochMilli(1_700_000_000_123L),
        RequestKind.BULK,
        Long.MAX_VALUE,
        key,
        AllocationContext.NONE);
  }

  @Test
  void readsBackWhatWasWritten() {
    List<Allocation> first = List.of(held("192.0.2.7", ODD, ODD), held("::", ODD, "k"));
    journal.create(intent("a"));
    journal.begin("a", 1, first);
    journal.begin("a", 2, List.of());
    journal.took("a", Map.of(5, first));
    reopen();

    assertThat(journal.ids()).containsExactly("a");
    Intent expected = intent("a").begin(2).took(0, first).took(1, List.of()).took(5, first).noted();
    assertThat(journal.read("a")).isEqualTo(expected);
    journal.begin("a", 3, List.of());
    assertThat(journal.read("a")).isEqualTo(expected.begin(3).took(2, List.of()).noted());
  }

  @Test
  void withKeysEveryPartCountsAsBegun() {
    List<AllocationRequest> parts = PartKeys.give(intent("a").parts(), "a");
    journal.create(Intent.of("a", parts));

    assertThat(journal.read("a")).isEqualTo(Intent.of("a", parts).begin(parts.size() - 1));
  }

  @Test
  void theContextOfARequestIsNotWritten() throws IOException {
    AllocationRequest part = AllocationRequest.any("s1");
    journal.create(
        Intent.of(
            "a", List.of(part.withContext(AllocationContext.NONE.withHostName("secret-host")))));

    assertThat(Files.readString(file("a"))).doesNotContain("secret-host");
    assertThat(journal.read("a").parts()).containsExactly(part);
  }

  @Test
  void forgetsWhatIsRemoved() {
    journal.create(intent("a"));
    journal.create(intent("b"));
    journal.remove("a");
    journal.remove("a");
    reopen();

    assertThat(journal.ids()).containsExactly("b");
  }

  @Test
  void dropsTheTornEndOfTheLastNoteAndNothingElse() throws IOException {
    journal.create(intent("a"));
    int created = Files.readAllBytes(file("a")).length;
    journal.begin("a", 1, List.of(held("192.0.2.7", ODD, ODD), held("192.0.2.8", "o", "k")));
    byte[] whole = Files.readAllBytes(file("a"));
    Intent last = journal.read("a");

    for (int length = 0; length < whole.length; length++) {
      Files.write(file("a"), Arrays.copyOf(whole, length));
      reopen();
      if (length < created) {
        assertThatThrownBy(() -> journal.read("a")).isInstanceOf(StoreCorruptException.class);
        continue;
      }
      Intent read = journal.read("a");
      assertThat(read.parts()).isEqualTo(last.parts());
      assertThat(read.begun()).isEqualTo(1);
      assertThat(read.known().getOrDefault(0, last.known().get(0))).isEqualTo(last.known().get(0));
      journal.begin("a", 1, List.of(held("192.0.2.9", "o", "k")));
      assertThat(journal.read("a").known().get(0))
          .as("after %s bytes", length)
          .containsExactly(held("192.0.2.9", "o", "k"));
    }
  }

  @Test
  void refusesAnIntentThatWasChangedAnywhereElse() throws IOException {
    journal.create(intent("a"));
    journal.begin("a", 1, List.of(held("192.0.2.7", ODD, ODD)));
    journal.begin("a", 2, List.of());
    byte[] whole = Files.readAllBytes(file("a"));

    for (int i = 0; i < whole.length - 1; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      Files.write(file("a"), changed);
      assertThatThrownBy(() -> journal.read("a"))
          .as("byte %s", i)
          .isInstanceOf(StoreCorruptException.class)
          .hasMessageContaining("a.intent")
          .hasMessageContaining(folder.toString());
      assertThat(Files.readAllBytes(file("a"))).isEqualTo(changed);
    }
  }

  @Test
  void refusesWhatIsNoIntentThoughItsLinesAreWhole() throws IOException {
    for (String forged :
        List.of(
            "intent\t1\t1",
            "intent\t2\t1\npart\tANY\t1\t\t\ts1",
            "intent\t1\t0",
            "intent\t1\t-1",
            "intent\t1\t1001",
            "intent\t1\t2147483648",
            "part\tANY\t1\t\t\ts1",
            "intent\t1\t1\npart\tNOSUCH\t1\t\t\ts1",
            "intent\t1\t1\npart\tANY\t1\t\t\t",
            "intent\t1\t1\npart\tANY",
            "intent\t1\t1\npart\tBULK\t99999999\t\t\ts1",
            "intent\t1\t1\npart\tSPECIFIC\texample.org\t\t\ts1",
            "intent\t1\t2\npart\tANY\t1\t\tk\ts1\npart\tANY\t1\t\t\ts1",
            "intent\t1\t1\npart\tANY\t1\t\t\ts1\nbegan",
            "intent\t1\t1\npart\tANY\t1\t\t\ts1\nbegan\t1",
            "intent\t1\t1\npart\tANY\t1\t\t\ts1\nbegan\t-1",
            "intent\t1\t1\npart\tANY\t1\t\t\ts1\nknown\t0\t1",
            "intent\t1\t1\npart\tANY\t1\t\t\ts1\ntook\t0\ts1\t::1\t0\tANY\t0\t\t\nknown\t0\t1",
            "intent\t1\t1\npart\tANY\t1\t\t\ts1\nrelease\t0")) {
      Files.write(file("a"), signed(forged));

      assertThatThrownBy(() -> journal.read("a"))
          .as(forged)
          .isInstanceOf(StoreCorruptException.class);
    }
    Files.write(file("a"), new byte[1 << 16]);
    assertThatThrownBy(() -> journal.read("a")).isInstanceOf(StoreCorruptException.class);
  }

  private static byte[] signed(String lines) {
    StringBuilder all = new StringBuilder();
    for (String line : lines.lines().toList()) {
      byte[] text = line.getBytes(StandardCharsets.UTF_8);
      all.append(IntentWriter.checksum(text, 0, text.length)).append('\t').append(line);
      all.append('\n');
    }
    return all.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatWasNeverNamedIsThrownAway() throws IOException {
    Files.writeString(folder.resolve("a.intent.new"), "half an int");
    Files.writeString(folder.resolve("README"), "not ours");
    reopen();

    assertThat(journal.ids()).isEmpty();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("lock", "README");
    }
  }

  @Test
  void onlyTheOwnerMayReadOrWrite() throws IOException {
    journal.create(intent("a"));

    assertThat(permissions(folder)).isEqualTo("rwx------");
    assertThat(permissions(file("a"))).isEqualTo("rw-------");
    assertThat(permissions(folder.resolve("lock"))).isEqualTo("rw-------");
  }

  @Test
  void refusesAFolderThatEverybodyMayWriteTo() throws IOException {
    journal.close();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> IntentJournal.open(folder))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("ipam.intents.path")
        .hasMessageContaining(folder.toString());
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void oneAtATimeInThisProcess() {
    assertThatThrownBy(() -> IntentJournal.open(folder))
        .isInstanceOf(StoreInUseException.class)
        .hasMessageContaining(folder.toString());
    reopen();
    assertThat(journal.ids()).isEmpty();
  }

  @Test
  void oneAtATimeAmongProcesses() throws IOException, InterruptedException {
    journal.close();
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                JournalHolder.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (InputStream says = other.getInputStream()) {
      assertThat(says.read()).as("the other process has the folder").isEqualTo('x');

      assertThatThrownBy(() -> IntentJournal.open(folder)).isInstanceOf(StoreInUseException.class);
    } finally {
      other.destroyForcibly().waitFor();
    }
    journal = IntentJournal.open(folder);
    assertThat(journal.ids()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeUsedIsUnavailableAndNothingHappened() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));

    for (Path bad : List.of(file, file.resolve("below"))) {
      assertThatThrownBy(() -> IntentJournal.open(bad))
          .isInstanceOfSatisfying(
              UnavailableException.class,
              e -> {
                assertThat(e.outcome()).isEqualTo(Outcome.NOT_APPLIED);
                assertThat(e).hasMessageContaining("ipam.intents.path");
              });
    }
  }

  @Test
  void anIntentThatVanishedIsNotWrittenOn() throws IOException {
    journal.create(intent("a"));
    Files.delete(file("a"));

    assertThatThrownBy(() -> journal.begin("a", 1, List.of()))
        .isInstanceOf(UnavailableException.class);
    assertThatThrownBy(() -> journal.begin("b", 1, List.of()))
        .isInstanceOf(UnavailableException.class);
    assertThat(journal.ids()).isEmpty();
  }

  private Path file(String id) {
    return folder.resolve(id + ".intent");
  }
}
