package dev.ipam.migration.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.Ipam;
import dev.ipam.error.ConfigurationException;
import dev.ipam.error.MigrationRefusedException;
import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.migration.Pair;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class MigrationControlTest {
  private static final String CUT_OFF = "cut off";
  private static final Duration PAUSE = Duration.ofSeconds(2);

  @TempDir Path directory;
  private Path store;
  private Ipam ipam;

  @BeforeEach
  void open() {
    store = directory.resolve("first");
    ipam = Pair.builtin(directory).builder("first").createIfMissing().open();
    ipam.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
    ipam.allocateAll(AllocationRequest.bulk("a", 100));
  }

  @AfterEach
  void close() {
    ipam.close();
  }

  private MigrationReport migrate(List<String> steps) {
    try (MigrationClient client = MigrationClient.connect(store).orElseThrow()) {
      return client.migrate(
          "first",
          "second",
          PAUSE,
          new MigrationListener() {
            @Override
            public void step(String step) {
              steps.add(step);
            }
          });
    }
  }

  @Test
  void theServingProcessMigratesWhenAsked() throws IOException {
    List<String> steps = new ArrayList<>();
    try (MigrationControl control = MigrationControl.listen(ipam, store)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
          .isEqualTo("rw-------");
      MigrationReport report = migrate(steps);
      assertThat(report.to().driver()).isEqualTo("second");
      assertThat(report.epoch()).isEqualTo(2);
      assertThat(report.copied()).isGreaterThanOrEqualTo(102);
      assertThat(control).isNotNull();
    }
    assertThat(steps).anyMatch(step -> step.startsWith("Handing over"));
    assertThat(ipam.driverName()).isEqualTo("second");
    assertThat(ipam.allocate(AllocationRequest.any("a")).subnetId()).isEqualTo("a");
    assertThat(socket()).doesNotExist();
    assertThat(MigrationClient.connect(store)).isEmpty();
  }

  @Test
  void whatTheServiceRefusesIsSaid() {
    try (MigrationControl control = MigrationControl.listen(ipam, store);
        MigrationClient client = MigrationClient.connect(store).orElseThrow()) {
      assertThat(control).isNotNull();
      assertThatThrownBy(() -> client.migrate("first", "third", PAUSE, MigrationListener.NONE))
          .isInstanceOf(MigrationRefusedException.class)
          .hasMessageContaining("third");
    }
    assertThat(ipam.driverName()).isEqualTo("first");
  }

  /** Rule 6.20: it may have been done. */
  @Test
  void whatMayHaveBeenDoneIsNoRefusal() throws IOException {
    try (ServerSocketChannel service = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      service.bind(UnixDomainSocketAddress.of(socket()));
      CompletableFuture<Void> answering =
          CompletableFuture.runAsync(
              () -> {
                try (SocketChannel asked = service.accept()) {
                  asked.read(ByteBuffer.allocate(1_000));
                  asked.write(
                      ByteBuffer.wrap(
                          "{\"error\":\"it is gone\",\"outcome\":\"UNKNOWN\"}\n"
                              .getBytes(StandardCharsets.UTF_8)));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      try (MigrationClient client = MigrationClient.connect(store).orElseThrow()) {
        assertThatThrownBy(() -> client.migrate("first", "second", PAUSE, MigrationListener.NONE))
            .isInstanceOfSatisfying(
                UnavailableException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN))
            .hasMessageContaining("it is gone");
      }
      answering.join();
    } finally {
      Files.deleteIfExists(socket());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{}",
        "{\"migrate\":7}",
        "{\"migrate\":[\"second\"]}",
        "{\"migrate\":\"second\",\"adopt\":\"yes\"}",
        "{\"migrate\":\"second\",\"migrate\":\"second\"}",
        "{\"migrate\":\"second\",\"pause_ms\":0}",
        "{\"migrate\":\"second\",\"pause_ms\":99999999999999999999999}",
        "{\"migrate\":\"second\"} {\"migrate\":\"second\"}",
        "\u0000\u0001\u00ff"
      })
  void whatIsNoRequestChangesNothing(String request) throws IOException {
    try (MigrationControl control = MigrationControl.listen(ipam, store)) {
      assertThat(control).isNotNull();
      assertThat(ask(request + '\n')).startsWith("{\"error\":\"The request is refused: ");
      assertThat(ipam.driverName()).isEqualTo("first");
      assertThat(migrate(new ArrayList<>()).epoch()).isEqualTo(2);
    }
  }

  @Test
  void whatIsTooLongOrNeverEndsIsCutOff() throws IOException {
    try (MigrationControl control = MigrationControl.listen(ipam, store)) {
      assertThat(control).isNotNull();
      assertThat(ask("{\"migrate\":\"" + "x".repeat(Lines.LONGEST) + "\"}"))
          .containsAnyOf("longer than", CUT_OFF);
      assertThat(ask("{\"migrate\":\"sec")).contains("takes too long");
      assertThat(migrate(new ArrayList<>()).epoch()).isEqualTo(2);
    }
  }

  /** Says something and returns what is answered up to the end of the connection. */
  private String ask(String text) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      ByteBuffer out = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (out.hasRemaining()) {
        channel.write(out);
      }
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketException e) {
      // The other side is gone, and has not read all of it.
      return CUT_OFF;
    }
  }

  @Test
  void aDirectoryThatOthersMayEnterIsRefused() throws IOException {
    Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwxr-x---"));
    assertThatThrownBy(() -> MigrationControl.listen(ipam, store))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("0700");
    assertThat(socket()).doesNotExist();
  }

  @Test
  void whatIsNoSocketIsNotRemoved() throws IOException {
    Files.writeString(socket(), "mine");
    assertThatThrownBy(() -> MigrationControl.listen(ipam, store))
        .isInstanceOf(ConfigurationException.class);
    assertThat(socket()).hasContent("mine");
  }

  @Test
  void aSocketThatWasLeftBehindIsReplaced() throws IOException {
    try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      left.bind(UnixDomainSocketAddress.of(socket()));
    }
    assertThat(MigrationClient.connect(store)).isEmpty();
    try (MigrationControl control = MigrationControl.listen(ipam, store)) {
      assertThat(control).isNotNull();
      assertThat(migrate(new ArrayList<>()).epoch()).isEqualTo(2);
    }
  }

  private Path socket() {
    return store.resolve(ControlSocket.NAME);
  }
}
