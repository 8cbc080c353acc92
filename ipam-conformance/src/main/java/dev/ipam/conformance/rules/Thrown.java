package dev.ipam.conformance.rules;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.error.IpamException;
import java.util.List;
import java.util.stream.Stream;

/** Says what a driver threw that is no error of the contract, and where. */
final class Thrown {
  private static final String BEGIN = "the driver threw ";
  private static final List<String> NOT_THE_DRIVER =
      List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "dev.ipam.conformance.");

  /** What is shared by kit and drivers, so that its frames tell of neither. */
  private static final List<String> OF_BOTH =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "com.sun.",
          "dev.ipam.error.",
          "dev.ipam.net.",
          "dev.ipam.request.",
          "dev.ipam.snapshot.",
          "dev.ipam.spi.");

  private static final String KIT = "dev.ipam.conformance.";

  private Thrown() {}

  /** Says what ended a check: an exception of the driver's, or a fault of the kit's own. */
  static String ending(DriverUnderTest subject, Throwable e) {
    String driver = subject.provider().getClass().getPackageName();
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof IpamException || isOf(subject.getClass().getName(), driver, each)) {
        return by(driver, each);
      }
    }
    return "the kit itself failed, which is no fault of the driver's: "
        + by(driver, e).substring(BEGIN.length());
  }

  /** Whether it came from something that the kit called, such as the driver or its test class. */
  private static boolean isOf(String subject, String driver, Throwable e) {
    return Stream.of(e.getStackTrace())
        .map(StackTraceElement::getClassName)
        .filter(name -> OF_BOTH.stream().noneMatch(name::startsWith))
        .findFirst()
        .map(
            name ->
                !name.startsWith(KIT) || name.startsWith(driver + ".") || name.startsWith(subject))
        .orElse(true);
  }

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
