package dev.ipam.builtin;

import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Allocates and releases until it is killed. Prints what it is about to release, and what was
 * acknowledged; a line is one write, so that lines of threads do not mix.
 */
final class KillChild {
  private static final int THREADS = 8;

  private KillChild() {}

  public static void main(String[] args) throws Exception {
    var context =
        Opened.context(
            Path.of(args[0]), Clock.systemUTC(), false, Map.of("ipam.builtin.durability", args[1]));
    BuiltinDriver driver = Opened.with(context);
    PrintStream out = System.out;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random();
      Thread thread = new Thread(() -> work(driver, out, random));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void work(BuiltinDriver driver, PrintStream out, Random random) {
    List<Allocation> held = new ArrayList<>();
    while (true) {
      if (held.size() > 20 || (!held.isEmpty() && random.nextInt(3) == 0)) {
        Allocation given = held.remove(random.nextInt(held.size()));
        print(out, "releasing", List.of(given));
        driver.release(ReleaseRequest.of(given));
        print(out, "released", List.of(given));
      } else {
        int count = 1 + random.nextInt(4);
        List<Allocation> got = driver.allocate(AllocationRequest.bulk("a", count));
        held.addAll(got);
        print(out, "allocated", got);
      }
    }
  }

  private static void print(PrintStream out, String what, List<Allocation> allocations) {
    StringBuilder line = new StringBuilder(what);
    for (Allocation allocation : allocations) {
      line.append(' ').append(allocation.address()).append('=').append(allocation.token());
    }
    byte[] bytes =
        line.append(" .\n").toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    synchronized (out) {
      out.write(bytes, 0, bytes.length);
      out.flush();
    }
  }
}
