package dev.ipam;

import com.google.common.hash.Hashing;
import dev.ipam.error.DriverClosedException;
import dev.ipam.error.IpamException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.error.UnavailableException;
import dev.ipam.joint.StepwiseAllocation;
import dev.ipam.request.Allocation;
import dev.ipam.request.JointRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.JointAllocation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joint allocation: the driver's own, else part by part under an intent on disk. */
final class Together implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ipam.class);
  private static final int STORE_DIGITS = 16;

  private final String driverName;
  private final IpamDriver driver;
  private final CandidateWalk walk;
  private final Path folder;
  private @Nullable StepwiseAllocation stepwise;
  private boolean closed;

  /** Opens the folder of intents if there is one: what it holds must be undone now. */
  Together(
      String driverName,
      IpamDriver driver,
      CandidateWalk walk,
      Path intents,
      boolean refusesIntents) {
    this.driverName = driverName;
    this.driver = driver;
    this.walk = walk;
    this.folder = intents.resolve(ofStore(driverName, driver.store().location()));
    if (Files.isDirectory(folder)) {
      undoUnfinished(refusesIntents);
    }
  }

  /** An intent must never be undone in another store than the one that it was made for. */
  private static String ofStore(String driverName, String location) {
    String digest = Hashing.sha256().hashString(location, StandardCharsets.UTF_8).toString();
    return driverName + "-" + digest.substring(0, STORE_DIGITS);
  }

  private void undoUnfinished(boolean refusesIntents) {
    try {
      stepwise();
    } catch (StoreInUseException e) {
      LOG.debug("another process looks after the joint allocations in {}", folder, e);
    } catch (UnavailableException e) {
      LOG.warn("cannot see whether joint allocations were left unfinished", e);
    } catch (IpamException e) {
      if (refusesIntents) {
        throw e;
      }
      // It is told again to whoever asks for a joint allocation.
      LOG.warn("joint allocations that were left unfinished cannot be undone", e);
    }
  }

  List<List<Allocation>> allocate(JointRequest request) {
    JointAllocation by =
        driver.capabilities().contains(Capability.ALL_OR_NONE)
            ? driver.extension(JointAllocation.class).orElseThrow(Capability.ALL_OR_NONE::missing)
            : stepwise();
    return by.allocateTogether(request);
  }

  private synchronized StepwiseAllocation stepwise() {
    if (closed) {
      throw new DriverClosedException(driverName);
    }
    if (stepwise == null) {
      stepwise = StepwiseAllocation.open(driverName, driver, walk, folder);
    }
    return stepwise;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (stepwise != null) {
      stepwise.close();
    }
  }
}
