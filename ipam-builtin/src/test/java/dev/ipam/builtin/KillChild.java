package dev.ipam.builtin;

import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.TransferRequest;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Works until it is killed, on the subnets a and b and on ones out of the pool p. Prints what it is
 * about to undo, and what was acknowledged; a line is one write, so that lines of threads do not
 * mix. What it was told, {@link Told} can read.
 */
final class KillChild {
  private static final int THREADS = 8;

  private final BuiltinDriver driver;
  private final PrintStream out;
  private final Random random = new Random();
  private final List<Allocation> held = new ArrayList<>();
  private final String name;
  private int count;

  private KillChild(BuiltinDriver driver, PrintStream out, String name) {
    this.driver = driver;
    this.out = out;
    this.name = name;
  }

  public static void main(String[] args) throws Exception {
    var context =
        Opened.context(
            Path.of(args[0]), Clock.systemUTC(), false, Map.of("ipam.builtin.durability", args[1]));
    BuiltinDriver driver = Opened.with(context);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      String name = ProcessHandle.current().pid() + "-" + System.nanoTime() + "-" + i;
      Thread thread = new Thread(() -> new KillChild(driver, System.out, name).work());
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void work() {
    while (true) {
      count++;
      if (held.size() > 20) {
        release();
        continue;
      }
      switch (random.nextInt(8)) {
        case 0, 1 -> release();
        case 2 -> together();
        case 3 -> transfer();
        case 4 -> subnet();
        default -> bulk();
      }
    }
  }

  private String key() {
    return name + "-" + count;
  }

  private void bulk() {
    AllocationRequest request = AllocationRequest.bulk("a", 1 + random.nextInt(4));
    took(driver.allocate(request.withKey(key()).withOwner(name)));
  }

  private void together() {
    JointRequest request =
        JointRequest.of(AllocationRequest.any("a"), AllocationRequest.any("b")).withKey(key());
    List<Allocation> got = new ArrayList<>();
    driver.allocateTogether(request).forEach(got::addAll);
    took(got);
  }

  private void took(List<Allocation> got) {
    held.addAll(got);
    print("allocated", got);
  }

  private void release() {
    if (!held.isEmpty()) {
      Allocation given = held.remove(random.nextInt(held.size()));
      print("releasing", List.of(given));
      driver.release(ReleaseRequest.of(given));
      print("released", List.of(given));
    }
  }

  private void transfer() {
    if (!held.isEmpty()) {
      Allocation given = held.remove(random.nextInt(held.size()));
      print("releasing", List.of(given));
      Allocation got =
          driver.transfer(
              new TransferRequest(
                  given.subnetId(), given.address(), given.token(), "new-" + name, key()));
      took(List.of(got));
    }
  }

  /** Makes a subnet out of the pool, and removes it with all that it holds. */
  private void subnet() {
    driver.createSubnet(SubnetRequest.fromPool(key(), "p", 26).withKey(key()));
    print("created " + key());
    List<Allocation> got = driver.allocate(AllocationRequest.bulk(key(), 5));
    print("allocated", got);
    if (random.nextInt(4) > 0) {
      print("releasing", got);
      print("removing " + key());
      driver.removeSubnet(key(), true);
      print("released", got);
      print("removed " + key());
    }
  }

  private void print(String what, List<Allocation> allocations) {
    StringBuilder line = new StringBuilder(what);
    for (Allocation allocation : allocations) {
      line.append(' ').append(allocation.address()).append('=').append(allocation.token());
    }
    print(line.toString());
  }

  private void print(String line) {
    byte[] bytes = (line + " .\n").getBytes(StandardCharsets.US_ASCII);
    synchronized (out) {
      out.write(bytes, 0, bytes.length);
      out.flush();
    }
  }
}
