package dev.ipam;

import dev.ipam.joint.StepwiseAllocation;
import dev.ipam.request.Allocation;
import dev.ipam.request.JointRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.JointAllocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Joint allocation: the driver's own, else part by part under an intent on disk. */
final class Together implements AutoCloseable {
  private final IpamDriver driver;
  private final CandidateWalk walk;
  private final Path intents;
  private @Nullable StepwiseAllocation stepwise;

  /** Opens the folder of intents if there is one: what it holds must be undone now. */
  Together(IpamDriver driver, CandidateWalk walk, Path intents) {
    this.driver = driver;
    this.walk = walk;
    this.intents = intents;
    if (!atOnce() && Files.isDirectory(intents)) {
      stepwise();
    }
  }

  List<List<Allocation>> allocate(JointRequest request) {
    JointAllocation by =
        atOnce()
            ? driver.extension(JointAllocation.class).orElseThrow(Capability.ALL_OR_NONE::missing)
            : stepwise();
    return by.allocateTogether(request);
  }

  private boolean atOnce() {
    return driver.capabilities().contains(Capability.ALL_OR_NONE);
  }

  private synchronized StepwiseAllocation stepwise() {
    if (stepwise == null) {
      stepwise = StepwiseAllocation.open(driver, walk::allocate, intents);
    }
    return stepwise;
  }

  @Override
  public synchronized void close() {
    if (stepwise != null) {
      stepwise.close();
    }
  }
}
