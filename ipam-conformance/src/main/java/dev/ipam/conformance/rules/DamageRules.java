package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.spi.Authority;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules 6.13 to 6.15: stores whose files were damaged. */
final class DamageRules {
  private DamageRules() {}

  private static final int TRIES = 24;
  private static final String CHECKSUMS =
      "whether every record has a checksum that is compared before it is believed";

  /** What the store showed before each write, and its files at the end. */
  private record Original(
      Map<String, String> settings,
      String id,
      Path directory,
      List<List<String>> states,
      Map<Path, byte[]> files) {
    List<String> last() {
      return states.get(states.size() - 1);
    }

    /** Whether it is what the store showed at last, or but for the last write. */
    boolean isNearlyAll(List<String> shown) {
      return states.subList(states.size() - 2, states.size()).contains(shown);
    }
  }

  @RuleTest(
      value = "6.13",
      check = {CHECKSUMS, "whether what follows damage is read as if nothing had been before it"})
  static void aDamagedStoreIsRefusedOrReadsTheSame(Bench bench) {
    onDamaged(
        bench,
        Original::isNearlyAll,
        (content, random) -> {
          byte[] damaged = content.clone();
          damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
          return damaged;
        });
  }

  @RuleTest(
      value = "6.13",
      check = "whether a file that is there and empty is taken for that of a new store")
  static void anEmptyFileMakesNoNewStore(Bench bench) {
    Original original = original(bench);
    try {
      for (Path file : original.files().keySet()) {
        lay(original, file, new byte[0]);
        String what = "whose " + name(original, file) + " is empty";
        try (IpamDriver driver = Stores.openAsItIs(bench, original.settings(), false)) {
          List<String> shown = StoreState.of(driver);
          // An empty log is one that was cut at its end (6.14), if the store is still the same.
          bench.require(
              original.isNearlyAll(shown)
                  || (original.states().contains(shown)
                      && driver.store().id().equals(original.id())),
              "a store " + what + " is refused, or is the same store but for the end of its log",
              "it opens as store " + driver.store().id() + " and shows " + Words.of(shown));
        } catch (IpamException e) {
          refused(bench, what, e);
        }
      }
    } finally {
      bench.subject().destroy(original.settings());
    }
  }

  @RuleTest(
      value = "6.14",
      check = {
        CHECKSUMS,
        "whether reading a log stops quietly at the first record that is cut, whatever follows it"
      })
  static void nothingMayBeMissingInTheMiddle(Bench bench) {
    onDamaged(
        bench,
        Original::isNearlyAll,
        (content, random) -> {
          int cut = 1 + random.nextInt(Math.min(16, content.length));
          int at = random.nextInt(content.length - cut + 1) / 2;
          byte[] shorter = Arrays.copyOf(content, content.length - cut);
          System.arraycopy(content, at + cut, shorter, at, content.length - cut - at);
          return shorter;
        });
  }

  @RuleTest(
      value = "6.14",
      check = {
        CHECKSUMS,
        "whether what was cut off at the end takes more with it than the writes that were there"
      })
  static void whatWasCutOffAtTheEndIsRefusedOrNeverWasWritten(Bench bench) {
    onDamaged(
        bench,
        (original, shown) -> original.states().contains(shown),
        (content, random) -> {
          boolean near = random.nextBoolean();
          int cut = 1 + random.nextInt(near ? Math.min(16, content.length) : content.length);
          return Arrays.copyOf(content, content.length - cut);
        });
  }

  @RuleTest(
      value = "6.15",
      check = "whether opening rewrites, renames or deletes what it could not read")
  static void nothingIsRepairedUnasked(Bench bench) {
    Original original = original(bench);
    boolean isRefused = false;
    try {
      for (Map.Entry<Path, byte[]> file : original.files().entrySet()) {
        if (file.getValue().length < 8) {
          continue;
        }
        byte[] damaged = file.getValue().clone();
        damaged[damaged.length / 2] ^= 0x55;
        lay(original, file.getKey(), damaged);
        String first = refusal(bench, original);
        if (first != null) {
          isRefused = true;
          bench.require(
              Files.exists(file.getKey()),
              "a file that was refused stays where it is",
              name(original, file.getKey()) + " is gone");
          bench.require(
              Arrays.equals(damaged, read(file.getKey())),
              "a file that was refused stays as it is",
              name(original, file.getKey()) + " was changed");
          bench.equal("the refusal, asked again", first, refusal(bench, original));
        }
      }
    } finally {
      bench.subject().destroy(original.settings());
    }
    if (!isRefused) {
      throw new NotProven("no damaged store was refused, so that there was nothing to repair");
    }
  }

  private static @Nullable String refusal(Bench bench, Original original) {
    try {
      Stores.openAsItIs(bench, original.settings(), false).close();
      return null;
    } catch (IpamException e) {
      return e.getMessage();
    }
  }

  private interface Harm {
    byte[] to(byte[] content, RandomGenerator random);
  }

  private static void onDamaged(
      Bench bench, BiPredicate<Original, List<String>> allowed, Harm harm) {
    Original original = original(bench);
    try {
      RandomGenerator random = bench.random();
      List<Map.Entry<Path, byte[]>> files =
          original.files().entrySet().stream().filter(file -> file.getValue().length > 0).toList();
      for (int i = 0; i < TRIES; i++) {
        Map.Entry<Path, byte[]> file = files.get(i % files.size());
        lay(original, file.getKey(), harm.to(file.getValue(), random));
        judge(bench, original, allowed, "with a damaged " + name(original, file.getKey()));
      }
    } finally {
      bench.subject().destroy(original.settings());
    }
  }

  private static String name(Original original, Path file) {
    return original.directory().relativize(file).toString();
  }

  private static void judge(
      Bench bench, Original original, BiPredicate<Original, List<String>> allowed, String what) {
    List<String> shown;
    try (IpamDriver driver = Stores.openAsItIs(bench, original.settings(), false)) {
      shown = StoreState.of(driver);
    } catch (IpamException e) {
      refused(bench, what, e);
      return;
    }
    bench.require(
        allowed.test(original, shown),
        "a store " + what + " is refused, or shows all but for what the end of the log held",
        "it shows " + Words.of(shown) + " instead of " + Words.of(original.last()));
  }

  private static void refused(Bench bench, String what, IpamException e) {
    boolean named =
        e.code().equals("StoreCorrupt")
            && e.fields().get("part") != null
            && e.fields().get("problem") != null;
    // Damage of what says which format it is cannot be told from another format, or from no store.
    bench.require(
        named || e.code().equals("StoreFormatUnsupported") || e.code().equals("StoreNotFound"),
        "a store " + what + " is refused with StoreCorrupt, naming the part and the problem",
        Words.of(e) + " " + e.fields());
  }

  private static Original original(Bench bench) {
    Map<String, String> settings = bench.subject().newStore();
    Path directory =
        bench
            .subject()
            .directory(settings)
            .orElseThrow(
                () -> new NotProven("DriverUnderTest.directory names no files of this machine"));
    List<List<String>> states = new ArrayList<>();
    String id;
    try (IpamDriver driver = Stores.openAsItIs(bench, settings, true)) {
      states.add(StoreState.of(driver));
      id = driver.store().id();
      Authority.activateUnused(driver);
      driver.createSubnet(Make.subnet("s", "10.0.0.0/26"));
      states.add(StoreState.of(driver));
      for (int i = 0; i < 12; i++) {
        driver.allocate(
            driver.capabilities().contains(Capability.OWNERS)
                ? Make.any("s").withOwner("vm-" + i)
                : Make.any("s"));
        states.add(StoreState.of(driver));
      }
    }
    try {
      return new Original(settings, id, directory, states, contents(directory));
    } catch (NotProven e) {
      bench.subject().destroy(settings);
      throw e;
    }
  }

  /** The files, of which at least one has something in it to damage. */
  private static Map<Path, byte[]> contents(Path directory) {
    Map<Path, byte[]> files = Files.isDirectory(directory) ? StoreFiles.of(directory) : Map.of();
    if (files.values().stream().allMatch(content -> content.length == 0)) {
      throw new NotProven("the directory holds no files of the store");
    }
    return files;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lays the files as they were, but for one. */
  private static void lay(Original original, Path damaged, byte[] content) {
    try {
      try (Stream<Path> all = Files.walk(original.directory())) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          if (!original.files().containsKey(file)) {
            Files.delete(file);
          }
        }
      }
      for (Map.Entry<Path, byte[]> file : original.files().entrySet()) {
        Files.write(file.getKey(), file.getKey().equals(damaged) ? content : file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
