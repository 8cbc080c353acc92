package dev.ipam.builtin;

import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Allocates while its disk fails, and says when what it is told changes. Given the name of a file,
 * it fills the disk with that by itself, and makes room by deleting it.
 */
final class LimitedChild {
  private final BuiltinDriver driver;
  private final List<Allocation> held = new ArrayList<>();

  private LimitedChild(BuiltinDriver driver) {
    this.driver = driver;
  }

  public static void main(String[] args) throws IOException {
    var context =
        Opened.context(
            Path.of(args[0]), Clock.systemUTC(), false, Map.of("ipam.builtin.durability", "sync"));
    try (BuiltinDriver driver = Opened.with(context)) {
      LimitedChild child = new LimitedChild(driver);
      child.allocate();
      System.out.println("serving");
      if (args.length == 1) {
        while (true) {
          child.unavailable();
          child.again();
        }
      }
      Path ballast = Path.of(args[1]);
      fill(ballast);
      child.unavailable();
      Files.delete(ballast);
      child.again();
      System.out.println(driver.check(System.out::println).problems() == 0 ? "sound" : "unsound");
    }
  }

  private static void fill(Path ballast) {
    try (OutputStream out = Files.newOutputStream(ballast)) {
      byte[] some = new byte[512];
      while (true) {
        out.write(some);
      }
    } catch (IOException e) {
      // It is full.
    }
  }

  private void unavailable() {
    expect(Outcome.UNKNOWN);
    System.out.println("unknown");
    expect(Outcome.NOT_APPLIED);
    System.out.println("unavailable");
  }

  private void again() {
    while (!allocate()) {
      Thread.onSpinWait();
    }
    System.out.println("serving again");
    for (Allocation allocation : held) {
      if (!driver.find("a", allocation.address()).equals(Optional.of(allocation))) {
        throw new AssertionError(allocation + " is lost");
      }
    }
    System.out.println("all there");
    System.out.println(driver.usage("a").allocated());
  }

  private boolean allocate() {
    try {
      held.addAll(driver.allocate(AllocationRequest.any("a")));
      return true;
    } catch (UnavailableException e) {
      return false;
    }
  }

  private void expect(Outcome outcome) {
    while (true) {
      try {
        held.addAll(driver.allocate(AllocationRequest.any("a")));
      } catch (UnavailableException e) {
        if (e.outcome() == outcome) {
          return;
        }
      }
    }
  }
}
