package dev.ipam.conformance.memory;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriverProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The model over a file, right or with a fault; a child process makes one by its class. */
public abstract class LogFileUnderTest implements DriverUnderTest {
  private final LogFileProvider provider;

  /** Chooses the fault. */
  protected LogFileUnderTest(LogFault fault) {
    this.provider = new LogFileProvider(fault);
  }

  @Override
  public final IpamDriverProvider provider() {
    return provider;
  }

  @Override
  public final Set<Capability> capabilities() {
    return provider.mostCapabilities();
  }

  @Override
  public final Map<String, String> newStore() {
    try {
      Path directory = Files.createTempDirectory("ipam-log");
      return Map.of(LogFileProvider.PATH, directory.resolve("store").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public final Optional<Path> directory(Map<String, String> store) {
    return Optional.of(Path.of(store.get(LogFileProvider.PATH)));
  }

  @Override
  public final void destroy(Map<String, String> store) {
    Path directory = Path.of(store.get(LogFileProvider.PATH)).getParent();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@link LogFault#NONE}. */
  public static final class Right extends LogFileUnderTest {
    /** For child processes. */
    public Right() {
      super(LogFault.NONE);
    }
  }

  /** {@link LogFault#SHARED}. */
  public static final class SharedRight extends LogFileUnderTest {
    /** For child processes. */
    public SharedRight() {
      super(LogFault.SHARED);
    }
  }

  /** {@link LogFault#NO_SYNC}. */
  public static final class NoSync extends LogFileUnderTest {
    /** For child processes. */
    public NoSync() {
      super(LogFault.NO_SYNC);
    }
  }

  /** {@link LogFault#ACKNOWLEDGES_FIRST}. */
  public static final class AcknowledgesFirst extends LogFileUnderTest {
    /** For child processes. */
    public AcknowledgesFirst() {
      super(LogFault.ACKNOWLEDGES_FIRST);
    }
  }

  /** {@link LogFault#SHOWS_UNSYNCED}. */
  public static final class ShowsUnsynced extends LogFileUnderTest {
    /** For child processes. */
    public ShowsUnsynced() {
      super(LogFault.SHOWS_UNSYNCED);
    }
  }

  /** {@link LogFault#TWO_WRITES}. */
  public static final class TwoWrites extends LogFileUnderTest {
    /** For child processes. */
    public TwoWrites() {
      super(LogFault.TWO_WRITES);
    }
  }

  /** {@link LogFault#FORGETS_ALLOCATIONS}. */
  public static final class ForgetsAllocations extends LogFileUnderTest {
    /** For child processes. */
    public ForgetsAllocations() {
      super(LogFault.FORGETS_ALLOCATIONS);
    }
  }

  /** {@link LogFault#TOKENS_AGAIN}. */
  public static final class TokensAgain extends LogFileUnderTest {
    /** For child processes. */
    public TokensAgain() {
      super(LogFault.TOKENS_AGAIN);
    }
  }

  /** {@link LogFault#FORGETS_KEYS}. */
  public static final class ForgetsKeys extends LogFileUnderTest {
    /** For child processes. */
    public ForgetsKeys() {
      super(LogFault.FORGETS_KEYS);
    }
  }

  /** {@link LogFault#FORGETS_CONTEXTS}. */
  public static final class ForgetsContexts extends LogFileUnderTest {
    /** For child processes. */
    public ForgetsContexts() {
      super(LogFault.FORGETS_CONTEXTS);
    }
  }

  /** {@link LogFault#FORGETS_PASSES}. */
  public static final class ForgetsPasses extends LogFileUnderTest {
    /** For child processes. */
    public ForgetsPasses() {
      super(LogFault.FORGETS_PASSES);
    }
  }

  /** {@link LogFault#FORGETS_RESTS}. */
  public static final class ForgetsRests extends LogFileUnderTest {
    /** For child processes. */
    public ForgetsRests() {
      super(LogFault.FORGETS_RESTS);
    }
  }

  /** {@link LogFault#GETS_COMPARES_PUTS}. */
  public static final class GetsComparesPuts extends LogFileUnderTest {
    /** For child processes. */
    public GetsComparesPuts() {
      super(LogFault.GETS_COMPARES_PUTS);
    }
  }

  /** {@link LogFault#IGNORES_LOCK}. */
  public static final class IgnoresLock extends LogFileUnderTest {
    /** For child processes. */
    public IgnoresLock() {
      super(LogFault.IGNORES_LOCK);
    }
  }
}
