package dev.ipam.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishableTest {
  private final String user = System.getProperty("user.name");

  @AfterEach
  void restore() {
    System.setProperty("user.name", user);
  }

  private static String text(String text) {
    return Publishable.here().text(text);
  }

  @Test
  void hidesWhatThisMachineAndUserAreCalled() {
    System.setProperty("user.name", "j.smith");
    List<String> secrets =
        List.of(
            System.getProperty("user.home") + "/ipam",
            System.getProperty("user.dir"),
            System.getProperty("java.io.tmpdir") + File.separator + "kit1/store",
            System.getProperty("java.class.path").replaceAll(File.pathSeparator + ".*", ""),
            "j.smith");
    for (String secret : secrets) {
      ConformanceReport report =
          Samples.report("acme", "the store at \"" + secret + "\" is in use");
      ReportSet set = ReportSet.of(report);
      for (String written : List.of(set.html(), set.json(), set.junitXml())) {
        assertThat(written).doesNotContain(secret).contains("the store at");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          in /var/lib/acme/data, since | in [path], since
          (/var/lib/acme)              | ([path])
          opened ~/ipam/data           | opened [path]
          file:///srv/x/y is gone      | file:[hidden] is gone
          C:\\Users\\alice\\ipam is gone   | [path] is gone
          \\\\server\\share is gone        | [path] is gone
          jdbc:postgresql://bob:pw@db.example:5432/ipam?user=bob refused | jdbc:postgresql:[hidden] refused
          jdbc:sqlite:data.db refused  | jdbc:sqlite:[hidden] refused
          https://ipam.example/api failed | https:[hidden] failed
          """)
  void hidesPathsServersAndPasswords(String given, String shown) {
    assertThat(text(given)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/24 overlaps 10.0.0.0/16, 2001:db8::/64 and ::/0 do not",
        "Unsupported: create either/or a and/or b; 1/2",
        "java.lang.IllegalStateException at dev.ipam.Some$Class.method(Some.java:12)",
        "the root of the tree is at localhost",
        "line\n\tindented line \"quoted\" \uff5e \ud83d\ude00"
      })
  void leavesEverythingElse(String given) {
    assertThat(text(given)).isEqualTo(given);
  }

  @Test
  void endsSomewhere() {
    assertThat(text("x".repeat(1_000_000))).hasSizeLessThan(21_000).endsWith("(cut)");
    List<String> texts = Publishable.here().texts(Collections.nCopies(500, "same"));
    assertThat(texts).hasSize(11).endsWith("… and 490 more");
  }

  @Test
  void hidesTheHost() throws Exception {
    String host = InetAddress.getLocalHost().getHostName();
    String shown = text("holder: process 12 on " + host + " since today");
    assertThat(shown)
        .isEqualTo(
            host.equals("localhost")
                ? "holder: process 12 on localhost since today"
                : "holder: process 12 on [name] since today");
  }

  @Test
  void hidesAPathBelowAHiddenOne() {
    Path store = Path.of(System.getProperty("java.io.tmpdir")).resolve("kit-42").resolve("s 1");
    assertThat(text("Store " + store.getParent() + " is closed"))
        .isEqualTo("Store [path] is closed");
  }
}
