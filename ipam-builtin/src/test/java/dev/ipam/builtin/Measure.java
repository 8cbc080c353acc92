package dev.ipam.builtin;

import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Prints what durable and other writes cost on one disk. Arguments: a directory on it, and seconds
 * a measurement.
 */
final class Measure {
  private Measure() {}

  public static void main(String[] args) throws Exception {
    Path base = Path.of(args[0]);
    long nanos = (long) (Double.parseDouble(args[1]) * 1e9);
    System.out.printf("write and fdatasync alone: %.0f/s%n", syncs(base.resolve("raw"), nanos));
    for (String durability : List.of("sync", "os")) {
      for (int threads : new int[] {1, 2, 4, 8, 16, 32}) {
        Path store = Files.createTempDirectory(base, "measure");
        var context =
            Opened.context(
                store, Clock.systemUTC(), true, Map.of("ipam.builtin.durability", durability));
        try (BuiltinDriver driver = Opened.with(context)) {
          driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/8"));
          run(driver, threads, nanos / 3);
          System.out.printf(
              "%s, %d threads: %.0f operations/s%n",
              durability, threads, run(driver, threads, nanos));
        }
      }
    }
  }

  private static double syncs(Path file, long nanos) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocate(150);
      long start = System.nanoTime();
      int count = 0;
      while (System.nanoTime() - start < nanos) {
        channel.write(bytes.rewind());
        channel.force(false);
        count++;
      }
      return count / ((System.nanoTime() - start) / 1e9);
    }
  }

  /** Each thread allocates and releases in turn; both count. */
  private static double run(BuiltinDriver driver, int threads, long nanos)
      throws InterruptedException {
    LongAdder count = new LongAdder();
    long start = System.nanoTime();
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      String owner = "port-" + i;
      Thread thread =
          new Thread(
              () -> {
                AllocationRequest request = AllocationRequest.any("a").withOwner(owner);
                while (System.nanoTime() - start < nanos) {
                  Allocation got = driver.allocate(request).get(0);
                  driver.release(ReleaseRequest.of(got));
                  count.add(2);
                }
              });
      thread.start();
      all.add(thread);
    }
    for (Thread thread : all) {
      thread.join();
    }
    return count.sum() / ((System.nanoTime() - start) / 1e9);
  }
}
