package dev.ipam.cli;

import dev.ipam.DriverRegistry;
import dev.ipam.FoundDriver;
import dev.ipam.Ipam;
import dev.ipam.IpamBuilder;
import dev.ipam.IpamConfig;
import dev.ipam.cli.output.Output;
import dev.ipam.cli.output.OutputFormat;
import dev.ipam.error.ConfigurationException;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself, with the options that all its commands share. */
@Command(
    name = "ipam",
    description = "Manages IP addresses: subnets, allocations, and the stores that hold them.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Start with 'ipam quickstart'. See docs/command.md and docs/configuration.md.",
      "Exit codes: 0 done, 1 unexpected, 2 usage, 3 invalid request, 4 not found, 5 conflict,",
      "6 exhausted, 7 unavailable (try again), 8 store corrupt, 9 no store yet or not the active one,",
      "10 not as it must be (conformance, verify)."
    },
    versionProvider = Version.class,
    subcommands = {
      QuickstartCommand.class,
      InitCommand.class,
      DriverCommand.class,
      ScopeCommand.class,
      PoolCommand.class,
      SubnetCommand.class,
      AddressCommand.class,
      ApplyCommand.class,
      ReconcileCommand.class,
      CheckCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      ConformanceCommand.class,
      BenchCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      MigrateCommand.class,
      VerifyCommand.class,
      PurgeCommand.class,
      CompletionCommand.class
    })
final class IpamCommand extends Group {
  static final String DEFAULT_FILE = "ipam.properties";

  private final Surroundings surroundings;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Read the configuration from FILE instead of ./" + DEFAULT_FILE + ".")
  private @Nullable Path file;

  private final Map<String, String> values = new LinkedHashMap<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      description = "How to print results: table (the default), json or csv.")
  private OutputFormat format = OutputFormat.TABLE;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Log in detail, and show stack traces.")
  private boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it.
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "Show the version.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it.
  private boolean version;

  IpamCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Adds settings; a field would hold those alone that stand behind the last command's name. */
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      scope = ScopeType.INHERIT,
      description = "Set a configuration key; may be repeated.")
  void set(@Nullable Map<String, String> more) {
    if (more != null) {
      values.putAll(more);
    }
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /** Whether results are read by a person, who is better served by a sentence. */
  boolean forPeople() {
    return format == OutputFormat.TABLE;
  }

  Output output() {
    return format.on(surroundings.out(), surroundings.style());
  }

  /** Reads the file, then the environment, then {@code --set}: the later overrides the earlier. */
  IpamConfig config() {
    IpamConfig config = fromFile().withEnvironment(surroundings.environment());
    for (Map.Entry<String, String> each : values.entrySet()) {
      config = config.with(each.getKey(), each.getValue());
    }
    return config;
  }

  private IpamConfig fromFile() {
    if (file != null) {
      return IpamConfig.load(surroundings.directory().resolve(file));
    }
    Path usual = surroundings.directory().resolve(DEFAULT_FILE);
    return Files.exists(usual) ? IpamConfig.load(usual) : IpamConfig.empty();
  }

  /** What was said for this command alone, by {@code -c} and {@code --set}. */
  IpamConfig given() {
    IpamConfig config = file == null ? IpamConfig.empty() : fromFile();
    for (Map.Entry<String, String> each : values.entrySet()) {
      config = config.with(each.getKey(), each.getValue());
    }
    return config;
  }

  /** The keys that were set by {@code --set}. */
  Set<String> keysGiven() {
    return values.keySet();
  }

  DriverRegistry drivers() {
    return DriverRegistry.load(IpamCommand.class.getClassLoader());
  }

  OutputFormat format() {
    return format;
  }

  /** For a command under which drivers fail on purpose. */
  void logQuietly() {
    if (debug) {
      Logging.showDetails();
    } else {
      Logging.showNothing();
    }
  }

  IpamBuilder builder() {
    if (debug || format == OutputFormat.JSON) {
      logQuietly();
    }
    IpamConfig config = config();
    DriverRegistry drivers = drivers();
    List<FoundDriver> found = drivers.drivers();
    found.stream()
        .filter(one -> one.problem() == null)
        .map(FoundDriver::name)
        .filter(name -> found.stream().filter(each -> each.answersTo(name)).count() == 1)
        .forEach(name -> refuseWhatEnds(drivers.choose(name), config));
    // The shadow is the service's, which would lose it to a command that opens the same store.
    return Ipam.builder().drivers(drivers).config(config.with("ipam.shadow", ""));
  }

  /** What this made in such a store, or moved there, would be gone when it ends. */
  private static void refuseWhatEnds(IpamDriverProvider provider, IpamConfig config) {
    Map<String, String> settings = new HashMap<>();
    for (Setting setting : provider.settings()) {
      config.value(setting).ifPresent(value -> settings.put(setting.key(), value));
    }
    provider
        .endsWithProgram(settings)
        .ifPresent(
            key -> {
              throw new ConfigurationException(
                  key,
                  "a store of \""
                      + settings.get(key)
                      + "\" ends with the program that opens it, so that a command finds nothing in"
                      + " it and leaves nothing behind; set another value for commands, or use it"
                      + " in Java, where a program embeds the library");
            });
  }
}
