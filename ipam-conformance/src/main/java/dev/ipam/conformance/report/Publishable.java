package dev.ipam.conformance.report;

import java.io.File;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes texts of a driver fit for a page that everybody may read: without the paths, the host and
 * the user of the machine that the kit ran on, without servers and passwords in URLs, without
 * characters that are not shown or change the direction of others, and not endless.
 */
final class Publishable {
  private static final int LONGEST = 20_000;

  /** A driver that is quite broken fails the same rule hundreds of times. */
  private static final int MOST = 10;

  private static final int SHORTEST_NAME = 2;
  private static final int SHORTEST_PATH = 4;

  /** Accounts and hosts that name nobody, and are words of other meanings too. */
  private static final List<String> NOBODY = List.of("root", "localhost", "unknown", "user");

  /** What is behind the scheme of a URL names a server, a file, a user or a password. */
  private static final Pattern URL =
      Pattern.compile(
          "\\b([a-zA-Z][a-zA-Z0-9+.-]*(?::[a-zA-Z][a-zA-Z0-9+.-]*)*:)/[^\\s\"'<>)\\]]+");

  private static final Pattern JDBC = Pattern.compile("\\b(jdbc:[a-z0-9]+:)[^\\s\"'<>)\\]]+");

  /** Two names at least: one slash is also in a CIDR, and in "either/or". */
  private static final Pattern PATH =
      Pattern.compile("(?<![\\w.:~/])~?(?:/[^\\s/\"'<>:;,)\\]]+){2,}/?");

  private static final Pattern WINDOWS_PATH =
      Pattern.compile("(?<!\\w)(?:[A-Za-z]:|\\\\)\\\\[^\\s\"'<>;,)\\]]+");

  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\p{Cntrl}&&[^\n\t]]|[\u0080-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]");

  private static final Pattern LONE_SURROGATE =
      Pattern.compile("[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]");

  private final List<String> paths;
  private final List<Pattern> names = new ArrayList<>();

  private Publishable(Collection<String> paths, Collection<String> names) {
    // The longest first: one may begin with another.
    this.paths =
        paths.stream()
            .filter(path -> path.length() >= SHORTEST_PATH)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    names.stream()
        .filter(name -> name.length() >= SHORTEST_NAME && !NOBODY.contains(name))
        .map(name -> Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])"))
        .forEach(this.names::add);
  }

  /** Knows what this machine, its user and this process are called. */
  static Publishable here() {
    List<String> paths = new ArrayList<>();
    for (String property : List.of("user.home", "user.dir", "java.io.tmpdir", "java.home")) {
      add(paths, System.getProperty(property));
    }
    paths.addAll(List.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1)));
    List<String> names = new ArrayList<>();
    add(names, System.getProperty("user.name"));
    add(names, System.getenv("HOSTNAME"));
    add(names, System.getenv("COMPUTERNAME"));
    try {
      add(names, InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException e) {
      // A machine without a name cannot be named.
    }
    return new Publishable(paths, names);
  }

  private static void add(List<String> to, @Nullable String text) {
    if (text != null && !text.isBlank()) {
      to.add(text.strip());
    }
  }

  String text(String text) {
    String shown = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " … (cut)";
    shown = LONE_SURROGATE.matcher(shown.replace("\r\n", "\n")).replaceAll("\ufffd");
    shown = UNSEEN.matcher(shown).replaceAll("\ufffd");
    shown = JDBC.matcher(shown).replaceAll("$1[hidden]");
    shown = URL.matcher(shown).replaceAll("$1[hidden]");
    for (String path : paths) {
      shown = shown.replace(path, "[path]");
    }
    shown = WINDOWS_PATH.matcher(PATH.matcher(shown).replaceAll("[path]")).replaceAll("[path]");
    for (Pattern name : names) {
      shown = name.matcher(shown).replaceAll("[name]");
    }
    return shown.replaceAll("\\[path\\](?:/[^\\s/\"'<>:;,)\\]]+)+", "[path]");
  }

  List<String> texts(List<String> texts) {
    List<String> shown = new ArrayList<>(texts.stream().limit(MOST).map(this::text).toList());
    if (texts.size() > MOST) {
      shown.add("… and " + (texts.size() - MOST) + " more");
    }
    return shown;
  }

  RuleResult of(RuleResult result) {
    return new RuleResult(
        result.rule(),
        result.status(),
        text(result.reason()),
        texts(result.evidence()),
        texts(result.messages()),
        result.seed(),
        result.duration());
  }

  CheckSummary of(CheckSummary check) {
    return new CheckSummary(
        text(check.name()),
        text(check.title()),
        check.status(),
        text(check.reason()),
        check.counts(),
        texts(check.notes()),
        texts(check.messages()),
        check.seed(),
        check.duration());
  }

  ConformanceReport of(ConformanceReport report) {
    return new ConformanceReport(
        text(report.driver()),
        text(report.description()),
        text(report.version()),
        text(report.kitVersion()),
        report.declared(),
        report.actual(),
        report.results().stream().map(this::of).toList(),
        report.checks().stream().map(this::of).toList(),
        report.seed(),
        report.effort(),
        report.started(),
        report.duration());
  }
}
