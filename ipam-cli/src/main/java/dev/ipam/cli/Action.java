package dev.ipam.cli;

import dev.ipam.Ipam;
import dev.ipam.cli.output.Output;
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
    return ExitCode.DONE.number();
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

    @Override
    final void run() {
      prepare();
      try (Ipam ipam = root().builder().open()) {
        run(ipam, output());
      }
    }
  }
}
