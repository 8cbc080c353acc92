package dev.ipam.cli;

import dev.ipam.Ipam;
import dev.ipam.IpamBuilder;
import dev.ipam.cli.output.Column;
import dev.ipam.cli.output.Output;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does something. */
abstract class Action implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Does it; failures are thrown. */
  abstract void run();

  @Override
  public final Integer call() {
    run();
    return exitCode().number();
  }

  /** What the command says by its exit code when nothing was thrown. */
  ExitCode exitCode() {
    return ExitCode.DONE;
  }

  final IpamCommand root() {
    return (IpamCommand) spec.root().userObject();
  }

  final Output output() {
    return root().output();
  }

  final Surroundings surroundings() {
    return root().surroundings();
  }

  /**
   * Shows what a verdict rests on: who stops reading it gets the verdict's exit code all the same.
   */
  static void showWhileRead(Runnable show) {
    try {
      show.run();
    } catch (OutputFailure e) {
      if (!e.isBrokenPipe()) {
        throw e;
      }
    }
  }

  /** Says what was done: to a person in a sentence, to a program as one object. */
  final <T> void tell(String sentence, List<Column<T>> columns, T thing) {
    if (root().forPeople()) {
      output().say(sentence);
    } else {
      output().one(columns, thing);
    }
  }

  /** The failure for options that do not go together. */
  final ParameterException misuse(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  /** What {@link OnStore#prepare} has made. */
  static <T> T prepared(@Nullable T value) {
    return Objects.requireNonNull(value, "prepare() comes first");
  }

  /** A command on the configured store. */
  abstract static class OnStore extends Action {
    abstract void run(Ipam ipam, Output output);

    /** Checks what can be checked before the store is opened. */
    void prepare() {}

    /** Whether it changes nothing, so that the store may be another process's meanwhile. */
    boolean onlyReads() {
      return false;
    }

    @Override
    final void run() {
      prepare();
      IpamBuilder builder = root().builder();
      try (Ipam ipam = onlyReads() ? builder.openForReading() : builder.open()) {
        run(ipam, output());
      }
    }
  }

  /** A command that changes nothing of the configured store. */
  abstract static class Reading extends OnStore {
    @Override
    final boolean onlyReads() {
      return true;
    }
  }
}
