package dev.ipam.testdb.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What this machine has of MariaDB and Galera, and an installed data directory to copy from. */
final class MariaDbInstallation {
  private static final List<Path> GALERA =
      List.of(
          Path.of("/usr/lib/galera/libgalera_smm.so"),
          Path.of("/usr/lib64/galera-4/libgalera_smm.so"),
          Path.of("/usr/lib/libgalera_smm.so"));

  /** The login of the administrator, who is also entered in the data directory. */
  static final String ADMINISTRATOR = "administrator";

  static final String PASSWORD = Passwords.next();

  private static final class Template {
    static final Path DATA = install();
  }

  private MariaDbInstallation() {}

  /** What is missing for one server, or nothing. */
  static Optional<String> missing() {
    return firstMissing("mariadbd", "mariadb-install-db");
  }

  /** What is missing for a Galera cluster, or nothing. */
  static Optional<String> missingForGalera() {
    return firstMissing("mariadbd", "mariadb-install-db", "wsrep_sst_rsync", "rsync")
        .or(() -> galera().isPresent() ? Optional.empty() : Optional.of("libgalera_smm.so"));
  }

  private static Optional<String> firstMissing(String... commands) {
    return Stream.of(commands).filter(command -> !Command.exists(command)).findFirst();
  }

  static Optional<Path> galera() {
    return GALERA.stream().filter(Files::exists).findFirst();
  }

  static String daemon() {
    return Command.find("mariadbd").orElseThrow().toString();
  }

  /** Puts a data directory with system tables and the administrator where none is yet. */
  static void copyTo(Path data) {
    ServerUser user = RunDirectory.get().user();
    Command.run(user.wrap(List.of("cp", "-R", Template.DATA.toString(), data.toString())));
  }

  private static Path install() {
    RunDirectory run = RunDirectory.get();
    Path home = run.user().makeDirectory(run.next("mariadb-install"));
    Path data = home.resolve("data");
    // The script runs without grant tables; they are read again so that it accepts a new user.
    Path sql =
        run.user()
            .writeFile(
                home.resolve("administrator.sql"),
                "FLUSH PRIVILEGES;\n"
                    + String.format(
                        "CREATE USER %s@'127.0.0.1' IDENTIFIED BY '%s';\n", ADMINISTRATOR, PASSWORD)
                    + String.format(
                        "GRANT ALL ON *.* TO %s@'127.0.0.1' WITH GRANT OPTION;\n", ADMINISTRATOR));
    Command.run(
        run.user()
            .wrap(
                List.of(
                    Command.find("mariadb-install-db").orElseThrow().toString(),
                    "--no-defaults",
                    "--datadir=" + data,
                    "--tmpdir=" + home,
                    "--auth-root-authentication-method=socket",
                    "--auth-root-socket-user=nobody",
                    "--skip-name-resolve",
                    "--skip-test-db",
                    "--innodb-log-file-size=48M",
                    "--extra-file=" + sql)));
    return data;
  }
}
