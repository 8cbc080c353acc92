package dev.ipam.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.Walks;
import dev.ipam.error.DriverClosedException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.memory.MemoryDriver;
import dev.ipam.memory.MemoryStore;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.SubnetRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StepwiseClosingTest {
  private static final JointRequest REQUEST =
      JointRequest.of(AllocationRequest.any("s"), AllocationRequest.any("s"));

  @TempDir Path temporary;

  private final MemoryStore store = new MemoryStore();
  private final MemoryDriver driver = new MemoryDriver(store, Bench.KEYED);

  @Test
  void closingWaitsForWhatIsUnderWaySoThatNobodyElseUndoesIt() throws InterruptedException {
    driver.createSubnet(SubnetRequest.of("s", "192.0.2.0/24"));
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    StepwiseAllocation joint =
        StepwiseAllocation.open("memory", driver, new Slow(arrived, goOn), temporary);
    CompletableFuture<List<List<Allocation>>> call =
        CompletableFuture.supplyAsync(() -> joint.allocateTogether(REQUEST));
    arrived.await();
    Thread closer = new Thread(joint::close);
    closer.start();
    while (closer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    assertThatThrownBy(this::open).isInstanceOf(StoreInUseException.class);
    goOn.countDown();
    closer.join();

    assertThat(call.join()).hasSize(2);
    open().close();
    assertThat(store.heldAddresses()).hasSize(2);
  }

  private StepwiseAllocation open() {
    return StepwiseAllocation.open("memory", driver, Walks.of(driver), temporary);
  }

  private final class Slow implements PartServer {
    private final CountDownLatch arrived;
    private final CountDownLatch goOn;

    Slow(CountDownLatch arrived, CountDownLatch goOn) {
      this.arrived = arrived;
      this.goOn = goOn;
    }

    @Override
    public List<Allocation> serve(AllocationRequest part) {
      arrived.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return driver.allocate(part);
    }

    @Override
    public List<AllocationRequest> steps(AllocationRequest part) {
      return List.of(part);
    }
  }

  @Test
  void afterClosingItRefusesAndTheFolderIsFree() {
    driver.createSubnet(SubnetRequest.of("s", "192.0.2.0/24"));
    StepwiseAllocation joint = open();
    joint.close();
    joint.close();

    assertThatThrownBy(() -> joint.allocateTogether(REQUEST))
        .isInstanceOf(DriverClosedException.class);
    assertThat(store.heldAddresses()).isEmpty();
    open().close();
  }
}
