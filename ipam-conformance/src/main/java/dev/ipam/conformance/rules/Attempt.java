package dev.ipam.conformance.rules;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.error.IpamException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of one test on a store of its own, and the message of its failure. */
final class Attempt {
  private static final String EXPECTED = "  expected: ";
  private static final String OBSERVED = "  observed: ";

  private final DriverUnderTest subject;
  private final long seed;
  private final List<String> check;
  private final String header;
  private final Body body;
  private final String again;
  private final Duration patience;
  private volatile @Nullable Bench bench;

  Attempt(
      DriverUnderTest subject,
      long seed,
      List<String> check,
      String header,
      Body body,
      String again,
      Duration patience) {
    this.subject = subject;
    this.seed = seed;
    this.check = check;
    this.header = header;
    this.body = body;
    this.again = again;
    this.patience = patience;
  }

  /** Returns what went wrong, or nothing. */
  @Nullable String run() throws NotProven, DoesNotBind {
    Bench opened;
    try {
      opened = new Bench(subject, seed, patience);
    } catch (Throwable e) {
      return message("a new store is created and opened", told(e));
    }
    bench = opened;
    try {
      body.run(opened);
      return null;
    } catch (RuleViolation e) {
      return message(e.expected(), e.observed());
    } catch (IpamException e) {
      return message("the last call below succeeds", told(e));
    } catch (NotProven | DoesNotBind e) {
      throw e;
    } catch (Throwable e) {
      return message("an answer, or an error of the contract (IPAM-6.19)", told(e));
    } finally {
      close(opened);
    }
  }

  /** Closing is a matter of its own rule; what a test found out must not be hidden by it. */
  private static void close(Bench opened) {
    try {
      opened.close();
    } catch (Throwable e) {
      opened.remark("closing failed: " + e);
    }
  }

  String hangs() {
    Bench given = bench;
    if (given != null) {
      given.giveUp();
    }
    return message(
        "the test ends within " + patience.toSeconds() + " s", "a call below has not returned");
  }

  private String told(Throwable e) {
    return e instanceof IpamException error
        ? Words.of(error)
        : Thrown.by(subject.provider().getClass().getPackageName(), e);
  }

  /** What a message expects. */
  static String expectedIn(String message) {
    return after(EXPECTED, message);
  }

  /** What a message observed. */
  static String observedIn(String message) {
    return after(OBSERVED, message);
  }

  private static String after(String begin, String message) {
    return message
        .lines()
        .filter(line -> line.startsWith(begin))
        .map(line -> line.substring(begin.length()))
        .findFirst()
        .orElse(message);
  }

  private String message(String expected, String observed) {
    StringBuilder text = new StringBuilder(header);
    text.append('\n').append(EXPECTED).append(expected);
    text.append('\n').append(OBSERVED).append(observed);
    Bench used = bench;
    if (used != null && !used.done().isEmpty()) {
      text.append("\n  what was done:");
      used.done().forEach(line -> text.append("\n    ").append(line));
    }
    // What to look at is written for wrong answers; an exception says itself where to look.
    if (!Thrown.isToldBy(observed)) {
      text.append("\n  if this fails, check:");
      check.forEach(line -> text.append("\n    - ").append(line));
    }
    return text.append("\n  to run it again: ").append(again).toString();
  }
}
