package dev.ipam.memory;

import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** What goes wrong with which write. The writes are counted from 0. */
public final class Faults {
  /** A way for a write to go wrong. */
  public enum Fault {
    FAIL_BEFORE,
    LOST_BEFORE,
    LOST_AFTER,
    CRASH_BEFORE,
    CRASH_AFTER
  }

  private final List<String> writes = new ArrayList<>();
  private IntPredicate hit = write -> false;
  private Fault fault = Fault.FAIL_BEFORE;

  /** Lets one write go wrong, counted from now on. */
  public synchronized void at(int write, Fault kind) {
    when(number -> number == write, kind);
  }

  /** Lets every write from one on go wrong, counted from now on. */
  public synchronized void from(int write, Fault kind) {
    when(number -> number >= write, kind);
  }

  /** Lets everything go well from now on. */
  public synchronized void none() {
    when(number -> false, Fault.FAIL_BEFORE);
  }

  private void when(IntPredicate which, Fault kind) {
    writes.clear();
    hit = which;
    fault = kind;
  }

  /** The writes since the last change of plan. */
  public synchronized List<String> writes() {
    return List.copyOf(writes);
  }

  /** Counts a write, and lets it fail without effect where the plan says so. */
  public synchronized void before(String what) {
    boolean now = hit.test(writes.size());
    writes.add(what);
    if (now) {
      switch (fault) {
        case FAIL_BEFORE -> throw unavailable(what, Outcome.NOT_APPLIED);
        case LOST_BEFORE -> throw unavailable(what, Outcome.UNKNOWN);
        case CRASH_BEFORE -> throw new Crash("before " + what);
        case LOST_AFTER, CRASH_AFTER -> {}
      }
    }
  }

  /** Lets the write that was counted last fail after its effect where the plan says so. */
  public synchronized void after(String what) {
    if (hit.test(writes.size() - 1)) {
      switch (fault) {
        case LOST_AFTER -> throw unavailable(what, Outcome.UNKNOWN);
        case CRASH_AFTER -> throw new Crash("after " + what);
        case FAIL_BEFORE, LOST_BEFORE, CRASH_BEFORE -> {}
      }
    }
  }

  private static UnavailableException unavailable(String what, Outcome outcome) {
    return new UnavailableException("memory", "a fault in " + what, outcome, null);
  }
}
