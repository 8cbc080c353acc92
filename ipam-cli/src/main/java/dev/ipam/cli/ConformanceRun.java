package dev.ipam.cli;

import dev.ipam.DriverRegistry;
import dev.ipam.IpamConfig;
import dev.ipam.cli.text.IoReasons;
import dev.ipam.cli.text.Texts;
import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.Effort;
import dev.ipam.conformance.launch.Launch;
import dev.ipam.conformance.launch.Subjects;
import dev.ipam.conformance.report.ReportSet;
import dev.ipam.conformance.run.DriverNotOpenedException;
import dev.ipam.conformance.run.Selection;
import dev.ipam.error.ConfigurationException;
import dev.ipam.error.Printable;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run of the conformance kit on stores that it makes; the configured one is not touched. */
final class ConformanceRun {
  private static final int LONGEST = 500;

  private final Action action;
  private final List<String> drivers;
  private final String effort;
  private final long seed;
  private final String rules;

  ConformanceRun(Action action, List<String> drivers, String effort, long seed, String rules) {
    this.action = action;
    this.drivers = drivers;
    this.effort = effort;
    this.seed = seed;
    this.rules = rules;
  }

  /** Runs it, shows and writes what it found, and tells whether all is well. */
  boolean run(@Nullable Path directory) {
    Launch launch = new Launch(subjects(), effort(), seed, selection());
    ReportSet set;
    try (Progress progress =
        new Progress(action.surroundings(), "rules and checks", launch.parts())) {
      set = launch.run((driver, what) -> progress.add(1));
    } catch (DriverNotOpenedException e) {
      throw new ConfigurationException(
          "ipam_driver", Texts.shorten(String.valueOf(e.getMessage()), LONGEST));
    }
    if (directory != null) {
      write(set, action.surroundings().directory().resolve(directory));
    }
    Action.showWhileRead(() -> show(set));
    return set.passed();
  }

  private Effort effort() {
    try {
      return Effort.named(effort);
    } catch (IllegalArgumentException e) {
      throw action.misuse("--effort is default or long, not '" + Texts.quotable(effort) + "'");
    }
  }

  private Selection selection() {
    try {
      return Selection.of(rules);
    } catch (IllegalArgumentException e) {
      String why = Printable.text(String.valueOf(e.getMessage()));
      throw action.misuse("--rules: " + Texts.shorten(why, LONGEST));
    }
  }

  private List<DriverUnderTest> subjects() {
    DriverRegistry registry = action.root().drivers();
    List<IpamDriverProvider> providers =
        new LinkedHashSet<>(drivers).stream().map(registry::choose).toList();
    for (String key : action.root().keysGiven()) {
      if (providers.stream().noneMatch(provider -> has(provider, key))) {
        throw new ConfigurationException(
            key, "no driver that is checked has such a setting; see docs/configuration.md");
      }
    }
    ClassLoader loader = ConformanceRun.class.getClassLoader();
    return providers.stream()
        .map(provider -> Subjects.find(provider, given(provider), loader))
        .toList();
  }

  private static boolean has(IpamDriverProvider provider, String key) {
    return provider.settings().stream().anyMatch(setting -> setting.key().equals(key));
  }

  /** Defaults and the environment would name a store that is in use. */
  private Map<String, String> given(IpamDriverProvider provider) {
    IpamConfig config = action.root().given();
    Map<String, String> given = new HashMap<>();
    for (Setting setting : provider.settings()) {
      Setting plain =
          new Setting(setting.key(), null, null, setting.secret(), setting.description());
      config.value(plain).ifPresent(value -> given.put(setting.key(), value));
    }
    return given;
  }

  private void write(ReportSet set, Path directory) {
    try {
      set.write(directory);
    } catch (IOException e) {
      throw action.misuse("The report cannot be written to " + directory + ": " + IoReasons.of(e));
    }
  }

  private void show(ReportSet set) {
    switch (action.root().format()) {
      case TABLE -> action.surroundings().out().print(set.text());
      case JSON -> action.surroundings().out().print(set.json());
      case CSV -> ConformanceRow.list(action.output(), set);
    }
  }
}
