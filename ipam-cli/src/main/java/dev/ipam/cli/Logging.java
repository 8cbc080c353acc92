package dev.ipam.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;

/**
 * Logs warnings and errors to standard error, and more when asked. Logback finds it by {@code
 * META-INF/services} when the first logger is made, which is not before a store is opened; it saves
 * reading an XML file.
 */
public final class Logging extends ContextAwareBase implements Configurator {
  private static volatile Level level = Level.WARN;

  /** Made by Logback. */
  public Logging() {}

  /** With {@code --debug}: everything of ours, and stack traces. */
  static void showDetails() {
    level = Level.DEBUG;
  }

  /** Where standard error belongs to one JSON document. */
  static void showNothing() {
    level = Level.OFF;
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    context.getStatusManager().add(new NopStatusListener());
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    boolean details = level == Level.DEBUG;
    encoder.setPattern(
        details ? "%d{HH:mm:ss.SSS} %-5level %logger{20}: %msg%n" : "ipam: %level: %msg%n%nopex");
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(level);
    root.addAppender(console);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
