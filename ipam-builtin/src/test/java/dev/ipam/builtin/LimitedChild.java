package dev.ipam.builtin;

import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Allocates while its files cannot grow, and says when what it is told changes. */
final class LimitedChild {
  private final BuiltinDriver driver;
  private final List<Allocation> held = new ArrayList<>();

  private LimitedChild(BuiltinDriver driver) {
    this.driver = driver;
  }

  public static void main(String[] args) {
    var context =
        Opened.context(
            Path.of(args[0]), Clock.systemUTC(), false, Map.of("ipam.builtin.durability", "sync"));
    try (BuiltinDriver driver = Opened.with(context)) {
      new LimitedChild(driver).run();
    }
  }

  private void run() {
    allocate();
    System.out.println("serving");
    expect(Outcome.UNKNOWN);
    System.out.println("unknown");
    expect(Outcome.NOT_APPLIED);
    System.out.println("unavailable");
    while (!allocate()) {
      Thread.onSpinWait();
    }
    System.out.println("serving again");
    for (Allocation allocation : held) {
      if (!driver.find("a", allocation.address()).equals(java.util.Optional.of(allocation))) {
        throw new AssertionError(allocation + " is lost");
      }
    }
    System.out.println("all there");
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
