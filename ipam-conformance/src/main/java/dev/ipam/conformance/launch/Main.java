package dev.ipam.conformance.launch;

import dev.ipam.DriverRegistry;
import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.Effort;
import dev.ipam.conformance.KitProperties;
import dev.ipam.conformance.report.ReportSet;
import dev.ipam.conformance.run.Conformance;
import dev.ipam.conformance.run.DriverNotOpenedException;
import dev.ipam.conformance.run.Selection;
import dev.ipam.error.IpamException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kit as a program, for a class path without JUnit and without the ipam command. A driver is
 * given by its name, or by the name of a class that implements {@link DriverUnderTest}:
 *
 * <pre>java -cp ... dev.ipam.conformance.launch.Main acme --report target/conformance</pre>
 *
 * @since 0.1
 */
public final class Main {
  private static final String USAGE =
      """
      usage: DRIVER... [--report DIR] [--effort default|long] [--seed N] [--rules LIST] [--set KEY=VALUE]...
        DRIVER           the driver's name, or a class that implements DriverUnderTest
        --report DIR     writes the report there: a page, JSON and JUnit XML
        --effort long    looks for a quarter of an hour
        --seed N         begins elsewhere
        --rules LIST     only these rules, chapters and checks, such as 2.35,3.*,model
        --set KEY=VALUE  a setting of the driver's stores; {store} is replaced by a new name""";

  private final List<String> drivers = new ArrayList<>();
  private final Map<String, String> settings = new HashMap<>();
  private Effort effort = Effort.DEFAULT;
  private long seed = Conformance.DEFAULT_SEED;
  private Selection selection = Selection.ALL;
  private @Nullable Path directory;

  private Main() {}

  /**
   * Runs the kit, prints what it found, and ends the JVM: with 0 if all is well, 10 if not, 2 if
   * the arguments are wrong, 3 if a driver is unknown or cannot be tried, 1 if something else
   * fails.
   *
   * @param arguments as the usage says
   */
  public static void main(String[] arguments) {
    System.exit(run(System.out, System.err, arguments));
  }

  static int run(PrintStream out, PrintStream err, String... arguments) {
    if (List.of(arguments).contains("--help")) {
      out.println(USAGE);
      return 0;
    }
    Main main = new Main();
    try {
      main.read(List.of(arguments));
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage() + "\n" + USAGE);
      return 2;
    }
    try {
      return main.run(out);
    } catch (IpamException | DriverNotOpenedException e) {
      err.println(e.getMessage());
      return 3;
    } catch (IOException e) {
      err.println("The report cannot be written: " + e.getMessage());
      return 1;
    }
  }

  private int run(PrintStream out) throws IOException {
    ClassLoader loader = Main.class.getClassLoader();
    DriverRegistry registry = DriverRegistry.load(loader);
    List<DriverUnderTest> subjects = new ArrayList<>();
    for (String driver : drivers) {
      subjects.add(
          driver.contains(".")
              ? Subjects.ofClass(driver, loader)
              : Subjects.find(registry.choose(driver), settings, loader));
    }
    ReportSet set = new Launch(subjects, effort, seed, selection).run((driver, what) -> {});
    out.print(set.text());
    if (directory != null) {
      set.write(directory);
    }
    return set.passed() ? 0 : 10;
  }

  private void read(List<String> arguments) {
    selection = Selection.of(System.getProperty(KitProperties.RULES, ""));
    for (int at = 0; at < arguments.size(); at++) {
      String argument = arguments.get(at);
      if (!argument.startsWith("--")) {
        drivers.add(argument);
        continue;
      }
      if (at + 1 == arguments.size()) {
        throw new IllegalArgumentException(argument + " needs a value");
      }
      option(argument, arguments.get(++at));
    }
    if (drivers.isEmpty()) {
      throw new IllegalArgumentException("no driver is named");
    }
    if (drivers.size() > 1 && !settings.isEmpty()) {
      throw new IllegalArgumentException("--set goes with one driver");
    }
  }

  private void option(String name, String value) {
    switch (name) {
      case "--report" -> directory = Path.of(value);
      case "--effort" -> effort = Effort.named(value);
      case "--seed" -> {
        try {
          seed = Long.parseLong(value);
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException("--seed " + value + " is no whole number", e);
        }
      }
      case "--rules" -> selection = Selection.of(value);
      case "--set" -> {
        int equals = value.indexOf('=');
        if (equals < 1) {
          throw new IllegalArgumentException("--set " + value + " is not KEY=VALUE");
        }
        settings.put(value.substring(0, equals), value.substring(equals + 1));
      }
      default -> throw new IllegalArgumentException("there is no option " + name);
    }
  }
}
