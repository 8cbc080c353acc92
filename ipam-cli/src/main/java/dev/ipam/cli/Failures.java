package dev.ipam.cli;

import dev.ipam.cli.output.Json;
import dev.ipam.cli.plan.PlanRefused;
import dev.ipam.cli.plan.StepFailed;
import dev.ipam.cli.reconcile.UnreadableFileException;
import dev.ipam.cli.text.Texts;
import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.Printable;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/**
 * Tells a person, or a program, what failed: one sentence, or one JSON document, on standard error.
 */
final class Failures {
  private static final int LONGEST = 2_000;

  private final PrintWriter err;
  private final boolean json;
  private final boolean debug;

  Failures(PrintWriter err, boolean json, boolean debug) {
    this.err = err;
    this.json = json;
    this.debug = debug;
  }

  ExitCode report(Throwable failure) {
    ExitCode code = tell(failure);
    if (debug) {
      failure.printStackTrace(err);
    }
    err.flush();
    return code;
  }

  private ExitCode tell(Throwable failure) {
    if (failure instanceof StepFailed e) {
      return tellPartly(e.failure(), e.place() + ": ");
    }
    if (failure instanceof PartlyDone e) {
      return tellPartly(e.failure(), "");
    }
    if (failure instanceof IpamException e) {
      return tell(e, String.valueOf(e.getMessage()), e.outcome());
    }
    if (failure instanceof PlanRefused e) {
      if (!json) {
        e.lines().forEach(line -> err.println(oneLine(line)));
      }
      tell(e.kind().code(), e.getMessage(), "NOT_APPLIED", false, e.fields());
      return switch (e.kind()) {
        case INVALID -> ExitCode.INVALID;
        case CONFLICT -> ExitCode.CONFLICT;
        case DOES_NOT_FIT -> ExitCode.EXHAUSTED;
      };
    }
    if (failure instanceof ParameterException e) {
      tell("Usage", UsageSentence.of(e), "NOT_APPLIED", false, Map.of());
      return ExitCode.USAGE;
    }
    if (failure instanceof UnreadableFileException e) {
      tell("Usage", e.getMessage() + ".", "NOT_APPLIED", false, Map.of());
      return ExitCode.USAGE;
    }
    if (failure instanceof OutputFailure e) {
      if (e.isBrokenPipe()) {
        return ExitCode.DONE;
      }
      tell("OutputFailure", unwritable(e), "UNKNOWN", false, Map.of());
      return ExitCode.UNEXPECTED;
    }
    return tellUnexpected(unexpected(failure));
  }

  /** What failed may have had no effect itself, but what was done before it had. */
  private ExitCode tellPartly(RuntimeException failure, String place) {
    String after = " What was done before it stays; run it again to go on.";
    return failure instanceof IpamException e
        ? tell(e, place + e.getMessage() + after, Outcome.UNKNOWN)
        : tellUnexpected(place + unexpected(failure) + after);
  }

  private ExitCode tell(IpamException e, String message, Outcome outcome) {
    tell(e.code(), message, outcome.name(), e.retryable(), e.fields());
    return ExitCode.of(e);
  }

  private ExitCode tellUnexpected(String message) {
    tell("Unexpected", message, Outcome.UNKNOWN.name(), false, Map.of());
    return ExitCode.UNEXPECTED;
  }

  private void tell(
      String code,
      @Nullable String sentence,
      String outcome,
      boolean retryable,
      Map<String, ?> fields) {
    String message = oneLine(sentence == null ? code : sentence);
    if (!json) {
      err.println("ipam: " + message);
      return;
    }
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", message);
    error.put("outcome", outcome);
    error.put("retryable", retryable);
    fields.forEach((name, value) -> error.putIfAbsent(name, bounded(value)));
    err.println(Json.compact(Map.of("error", error)));
  }

  /** What an error is about may be as long as what was typed. */
  private static Object bounded(Object value) {
    return value instanceof String text ? Texts.shorten(text, LONGEST) : value;
  }

  private static String unwritable(OutputFailure e) {
    return "Standard output cannot be written ("
        + e.reason()
        + "); what the command changed stays changed.";
  }

  private String unexpected(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return "There is not enough memory; give the JVM more, for example with"
          + " IPAM_JAVA_OPTIONS=-Xmx2g"
          + (debug ? "." : ", or see --debug for where it was used up.");
    }
    String what = failure.getClass().getSimpleName();
    String detail = failure.getMessage() == null ? "" : ": " + failure.getMessage();
    return "Something unexpected went wrong ("
        + Texts.shorten(what + detail, 300)
        + ")"
        + (debug ? "." : "; run it again with --debug for the details and report it.");
  }

  private static String oneLine(String text) {
    return Printable.text(Texts.shorten(text, LONGEST).replaceAll("\\p{Cntrl}+", " "));
  }
}
