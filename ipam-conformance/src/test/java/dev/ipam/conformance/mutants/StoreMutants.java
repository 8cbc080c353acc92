package dev.ipam.conformance.mutants;

import dev.ipam.conformance.BuiltinUnderTest;
import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.UnsyncedBuiltinUnderTest;
import dev.ipam.conformance.memory.LogFileUnderTest;
import dev.ipam.conformance.memory.OutageUnderTest;
import dev.ipam.conformance.memory.OutageUnderTest.Manner;
import dev.ipam.error.IpamException;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.StoreFormatUnsupportedException;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.Authority;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Chapters 3 and 6: drivers over files, several processes, and stores that fail. */
final class StoreMutants {
  private static final DriverUnderTest BUILTIN = new BuiltinUnderTest();
  private static final DriverUnderTest FILE = new LogFileUnderTest.Right();
  private static final DriverUnderTest SHARED = new LogFileUnderTest.SharedRight();

  private StoreMutants() {}

  static List<Mutant> mutants() {
    return List.of(
        Mutant.of(
                "3.43",
                "goes on, after it was killed, from the highest token that is still held",
                FILE,
                new LogFileUnderTest.TokensAgain())
            .by(Hunts.kills())
            .saying("a token came again"),
        Mutant.of(
                "3.74",
                "takes the time of its own process in a store that others share",
                new Other(SHARED, StoreMutants::withTheTimeOfTheStore),
                SHARED)
            .and(WrittenStoreHistories.THE_TIME_OF_THE_STORE),
        Mutant.of(
                "6.02",
                "gets, compares and puts, and others write in between",
                SHARED,
                new LogFileUnderTest.GetsComparesPuts())
            .by(Hunts.processes(60))
            .saying("no order of what 3 processes did")
            .exhibit(8),
        Mutant.of(
                "6.08",
                "answers first and writes after it",
                FILE,
                new LogFileUnderTest.AcknowledgesFirst())
            .by(Hunts.kills(1))
            .and(SecondHistories.at("6.09", Hunts.power(1)))
            .saying("an acknowledged")
            .exhibit(18),
        Mutant.of(
                "6.08",
                "knows nothing after a restart of what it had given out",
                FILE,
                new LogFileUnderTest.ForgetsAllocations())
            .by(Hunts.kills())
            .saying("an acknowledged effect is gone")
            .exhibit(4),
        Mutant.of("6.09", "never syncs", FILE, new LogFileUnderTest.NoSync())
            .by(Hunts.power())
            .saying("an acknowledged effect is gone"),
        Mutant.of(
                "6.09",
                "keeps a real store in the mode that its documentation warns of",
                BUILTIN,
                new UnsyncedBuiltinUnderTest())
            .by(Hunts.power())
            .saying("an acknowledged effect is gone"),
        Mutant.of(
                "6.10",
                "shows others what is not synced yet",
                FILE,
                new LogFileUnderTest.ShowsUnsynced())
            .by(Hunts.power())
            .saying("depended on an effect that is gone"),
        Mutant.of(
                "6.11",
                "writes an operation of several parts in two steps",
                FILE,
                new LogFileUnderTest.TwoWrites())
            .by(Hunts.kills(1))
            .and(SecondHistories.at("6.11", Hunts.power(1)))
            .saying("half of an operation is there|neither wholly there nor wholly absent")
            .exhibit(5),
        Mutant.of(
                "6.12",
                "forgets what rests in a restart",
                FILE,
                new LogFileUnderTest.ForgetsRests())
            .by(Hunts.kills())
            .saying("what rests"),
        Mutant.of("6.12", "forgets keys in a restart", FILE, new LogFileUnderTest.ForgetsKeys())
            .by(Hunts.kills())
            .saying("a key"),
        Mutant.of(
                "6.12",
                "forgets contexts in a restart",
                FILE,
                new LogFileUnderTest.ForgetsContexts())
            .by(Hunts.kills())
            .saying("its context is gone"),
        Mutant.of(
                "6.12",
                "forgets in a restart how far a pass had come",
                FILE,
                new LogFileUnderTest.ForgetsPasses())
            .by(Hunts.kills())
            .saying("the state of a pass"),
        damaged("6.13", "begins anew where it cannot read its store", driver -> {}),
        damaged("6.14", "goes on with what it could read", StoreMutants::aPart).also("6.13"),
        Mutant.of(
                "6.15",
                "puts files aside that it cannot read",
                BUILTIN,
                new Other(BUILTIN, StoreMutants::putsAside))
            .also("6.13"),
        Mutant.of(
            "6.17",
            "begins anew in a store of a later version",
            BUILTIN,
            new Other(
                BUILTIN,
                (provider, context) ->
                    anew(provider, context, StoreFormatUnsupportedException.class, d -> {}))),
        Mutant.of(
                "6.18",
                "goes on without the lock that it could not get",
                FILE,
                new LogFileUnderTest.IgnoresLock())
            .by(Hunts.processes(1))
            .saying("StoreInUse")
            .exhibit(17),
        Mutant.of(
            "6.25",
            "says of what may have been written that it was not",
            new OutageUnderTest(Manner.RIGHT),
            new OutageUnderTest(Manner.SAYS_NOT_APPLIED)),
        Mutant.of(
                "6.26",
                "has to be restarted after an outage",
                new OutageUnderTest(Manner.RIGHT),
                new OutageUnderTest(Manner.STAYS_DOWN))
            .and(WrittenStoreHistories.AN_OUTAGE)
            .hanging(),
        Mutant.of(
                "6.28",
                "waits for its store without end",
                new OutageUnderTest(Manner.RIGHT),
                new OutageUnderTest(Manner.WAITS))
            .also("6.26")
            .hanging());
  }

  /** The clock of this machine, which all that use the file have. */
  private static IpamDriver withTheTimeOfTheStore(
      IpamDriverProvider provider, DriverContext context) {
    return provider.open(
        new DriverContext(
            context.settings(), context.createIfMissing(), Clock.systemUTC(), context.random()));
  }

  private static Mutant damaged(String rule, String fault, Consumer<IpamDriver> fill) {
    return Mutant.of(
        rule,
        fault,
        BUILTIN,
        new Other(
            BUILTIN,
            (provider, context) -> anew(provider, context, StoreCorruptException.class, fill)));
  }

  private static void aPart(IpamDriver driver) {
    driver.createSubnet(SubnetRequest.of("s", "10.0.0.0/26"));
    driver.allocate(AllocationRequest.any("s").withOwner("vm-0"));
  }

  private static IpamDriver anew(
      IpamDriverProvider provider,
      DriverContext context,
      Class<? extends IpamException> refusal,
      Consumer<IpamDriver> fill) {
    try {
      return provider.open(context);
    } catch (IpamException e) {
      if (!refusal.isInstance(e)) {
        throw e;
      }
      empty(context);
      IpamDriver driver =
          provider.open(
              new DriverContext(context.settings(), true, context.clock(), context.random()));
      Authority.activateUnused(driver);
      fill.accept(driver);
      return driver;
    }
  }

  private static IpamDriver putsAside(IpamDriverProvider provider, DriverContext context) {
    try {
      return provider.open(context);
    } catch (StoreCorruptException e) {
      empty(context);
      throw e;
    }
  }

  /** Takes away all that is in the store's directory, and leaves that. */
  private static void empty(DriverContext context) {
    Path directory = Path.of(context.required("ipam.builtin.path"));
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!each.equals(directory)) {
          Files.delete(each);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
