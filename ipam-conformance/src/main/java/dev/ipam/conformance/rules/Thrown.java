package dev.ipam.conformance.rules;

import java.util.List;
import java.util.stream.Stream;

/** Says what a driver threw that is no error of the contract, and where. */
final class Thrown {
  private static final String BEGIN = "the driver threw ";
  private static final List<String> NOT_THE_DRIVER =
      List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "dev.ipam.conformance.");

  private Thrown() {}

  /** The exception, where it was thrown, and where the driver called what threw it. */
  static String by(String driver, Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    String text = BEGIN + e;
    if (trace.length == 0) {
      return text;
    }
    StackTraceElement thrown =
        Stream.of(trace).filter(Thrown::isOutside).findFirst().orElse(trace[0]);
    text += " at " + thrown;
    return Stream.of(trace)
        .filter(frame -> frame.getClassName().startsWith(driver + "."))
        .findFirst()
        .filter(frame -> !frame.equals(thrown))
        .map(frame -> ", called at " + frame)
        .map(text::concat)
        .orElse(text);
  }

  private static boolean isOutside(StackTraceElement frame) {
    return NOT_THE_DRIVER.stream().noneMatch(frame.getClassName()::startsWith);
  }

  static boolean isToldBy(String observed) {
    return observed.startsWith(BEGIN);
  }

  /** The exception that a message tells of; empty where it tells of something else. */
  static String in(String message) {
    String observed = Attempt.observedIn(message);
    return isToldBy(observed) ? observed : "";
  }
}
