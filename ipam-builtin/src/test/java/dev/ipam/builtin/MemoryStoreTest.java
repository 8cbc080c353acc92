package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.error.ConfigurationException;
import dev.ipam.error.DriverClosedException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.error.StoreNotFoundException;
import dev.ipam.error.UnsupportedException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.Backups;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to a store in memory; that it answers as any other, other tests show. */
class MemoryStoreTest {
  private static final DriverContext CONTEXT = Opened.inMemory(Clock.systemUTC());

  @TempDir Path directory;

  @Test
  void eachOpeningMakesAnotherOne() {
    try (BuiltinDriver one = Opened.with(CONTEXT);
        BuiltinDriver two = Opened.with(CONTEXT)) {
      one.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));

      assertThat(two.subnets()).isEmpty();
      assertThat(two.store().id()).isNotEqualTo(one.store().id());
      assertThat(one.store().location()).isEqualTo("memory");
    }
    try (BuiltinDriver again = Opened.with(CONTEXT)) {
      assertThat(again.subnets()).isEmpty();
    }
  }

  @Test
  void canDoWhatTheDurableOneCanButLast() {
    Set<Capability> rest = EnumSet.copyOf(new BuiltinDriverProvider().mostCapabilities());
    rest.remove(Capability.DURABLE);
    try (BuiltinDriver driver = Opened.with(CONTEXT)) {
      assertThat(driver.capabilities()).isEqualTo(rest);
    }
  }

  @Test
  void isThereOnlyForWhoMayMakeIt() {
    BuiltinDriverProvider provider = new BuiltinDriverProvider();
    DriverContext asked =
        new DriverContext(CONTEXT.settings(), false, Clock.systemUTC(), new Random(1));

    assertThatExceptionOfType(StoreNotFoundException.class)
        .isThrownBy(() -> provider.open(asked))
        .withMessageContaining("memory");
    assertThatExceptionOfType(StoreNotFoundException.class)
        .isThrownBy(() -> provider.openReadOnly(CONTEXT));
    assertThat(provider.endsWithProgram(CONTEXT.settings())).contains("ipam.builtin.durability");
    assertThat(provider.endsWithProgram(Opened.context(directory, Clock.systemUTC()).settings()))
        .isEmpty();
  }

  @Test
  void hasNoBackups() {
    try (BuiltinDriver driver = Opened.with(CONTEXT)) {
      IpamDriver opened = driver;
      assertThat(opened.extension(Backups.class)).isEmpty();
      assertThatExceptionOfType(UnsupportedException.class)
          .isThrownBy(() -> driver.backup(directory.resolve("b")));
    }
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> new BuiltinDriverProvider().restore(CONTEXT, directory))
        .withMessageContaining("import an export");
  }

  @Test
  void streamsShowOneMomentAndEndWithTheDriver() {
    BuiltinDriver driver = Opened.with(CONTEXT);
    driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
    List<Allocation> first = driver.allocate(AllocationRequest.bulk("a", 3).withOwner("me"));
    try (Stream<Allocation> held = driver.allocations("a");
        Stream<Allocation> owned = driver.allocationsOf("me");
        Stream<Subnet> subnets = driver.subnets();
        Stream<SnapshotRecord> export = driver.export()) {
      driver.removeSubnet("a", true);

      assertThat(held).isEqualTo(first);
      assertThat(owned).isEqualTo(first);
      assertThat(subnets).hasSize(1);
      Iterator<SnapshotRecord> left = export.iterator();
      left.next();
      driver.close();
      assertThatExceptionOfType(DriverClosedException.class).isThrownBy(left::next);
    }
    assertThatExceptionOfType(DriverClosedException.class).isThrownBy(() -> driver.subnet("a"));
  }

  @Test
  void whatIsUndoneIsNotTold() {
    try (BuiltinDriver driver = Opened.with(CONTEXT)) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24").withPolicy(AllocationPolicy.LOWEST));
      driver.createSubnet(SubnetRequest.of("b", "10.0.0.0/30").withPolicy(AllocationPolicy.LOWEST));
      driver.allocate(AllocationRequest.any("b"));
      String position = driver.position();
      JointRequest both = JointRequest.of(AllocationRequest.any("a"), AllocationRequest.any("b"));
      assertThatExceptionOfType(NoAddressAvailableException.class)
          .isThrownBy(() -> driver.allocateTogether(both));
      driver.createSubnet(SubnetRequest.of("c", "10.0.0.0/24"));

      try (Stream<Change> changes = driver.changes(position)) {
        // The subnet and the token mark.
        assertThat(changes).hasSize(2);
      }
    }
  }

  /** What is allocated together is seen together, from wherever one looks. */
  @Test
  void readersSeeWholeOperationsWhileManyWrite() throws InterruptedException {
    try (BuiltinDriver driver = Opened.with(CONTEXT)) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/20"));
      driver.createSubnet(SubnetRequest.of("b", "10.0.0.0/20"));
      Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        String owner = "writer-" + i;
        writers.add(new Thread(() -> pairs(driver, owner, failures)));
      }
      writers.forEach(Thread::start);
      long looks = 0;
      while (writers.stream().anyMatch(Thread::isAlive)) {
        String owner = "writer-" + looks++ % 3;
        try (Stream<Allocation> owned = driver.allocationsOf(owner)) {
          assertBalanced(owned.toList());
        }
        try (Stream<SnapshotRecord> export = driver.export()) {
          assertBalanced(
              export
                  .filter(SnapshotRecord.AllocationRecord.class::isInstance)
                  .map(record -> ((SnapshotRecord.AllocationRecord) record).allocation())
                  .toList());
        }
      }
      for (Thread writer : writers) {
        writer.join();
      }
      assertThat(failures).isEmpty();
      assertThat(driver.check(problem -> {}).isSound()).isTrue();
      assertThat(driver.holders(IpAddress.parse("10.0.0.2")).toList()).hasSizeLessThan(3);
    }
  }

  private static void pairs(BuiltinDriver driver, String owner, Queue<Throwable> failures) {
    try {
      JointRequest both =
          JointRequest.of(
              AllocationRequest.any("a").withOwner(owner),
              AllocationRequest.any("b").withOwner(owner));
      for (int i = 0; i < 400; i++) {
        driver.allocateTogether(both);
        if (i % 10 == 9) {
          driver.releaseOwner(owner);
        }
      }
    } catch (RuntimeException | Error e) {
      failures.add(e);
    }
  }

  private static void assertBalanced(List<Allocation> held) {
    assertThat(held.stream().filter(one -> one.subnetId().equals("a")).count())
        .isEqualTo(held.stream().filter(one -> one.subnetId().equals("b")).count());
  }

  @Test
  void whatALargeSubnetLeftIsGoneInTimeAndInNobodysWay() {
    try (BuiltinDriver driver = Opened.with(CONTEXT)) {
      for (int round = 0; round < 3; round++) {
        driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/20"));
        List<Allocation> held =
            driver.allocate(AllocationRequest.bulk("a", 1_000).withOwner("me").withKey("k"));
        assertThat(driver.releaseOwner("nobody")).isEmpty();
        assertThat(driver.release(ReleaseRequest.of(held.get(0)))).isPresent();
        assertThat(driver.removeSubnet("a", true)).isEqualTo(999);
        assertThat(driver.allocationsOf("me")).isEmpty();
        assertThat(driver.holders(held.get(5).address())).isEmpty();
        assertThat(driver.check(problem -> {}).isSound()).isTrue();
      }
      driver.createSubnet(SubnetRequest.of("b", "10.0.0.0/24"));
      for (int i = 0; i < 40; i++) {
        driver.allocate(AllocationRequest.any("b"));
      }
      // The subnet and its allocations.
      assertThat(driver.check(problem -> {}).records()).isLessThan(60);
    }
  }

  /** A program of its own, without RocksDB among its jars, in a directory that is empty. */
  @Test
  void needsNeitherFilesNorTheNativeLibrary() throws IOException, InterruptedException {
    Path home = Files.createDirectory(directory.resolve("home"));
    List<String> jars =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(jar -> !jar.contains("rocksdbjni"))
            .toList();
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + home,
                "-Duser.home=" + home,
                "-Dipam.test.log=System.err",
                "-cp",
                String.join(File.pathSeparator, jars),
                MemoryChild.class.getName())
            .directory(home.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).as(said).isZero();
    assertThat(said).contains("10.0.0.2 of 1");
    try (Stream<Path> left = Files.list(home)) {
      assertThat(left).isEmpty();
    }
  }
}
