package dev.ipam.reference;

import dev.ipam.error.ConfigurationException;
import dev.ipam.reference.db.DatabaseAddress;
import dev.ipam.reference.rows.ChangeTable;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.Setting;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the reference driver.
 *
 * @param address which database
 * @param user who logs in, or null
 * @param password the password, or null
 * @param connections how many connections read at a time
 * @param deadline how long an operation may wait
 * @param changes for how long changes are kept
 */
record ReferenceSettings(
    DatabaseAddress address,
    @Nullable String user,
    @Nullable String password,
    int connections,
    Duration deadline,
    ChangeTable changes) {
  static final String URL = "ipam.reference.url";
  static final String USER = "ipam.reference.user";

  private static final String PASSWORD = "ipam.reference.password";
  private static final String CONNECTIONS = "ipam.reference.connections";
  private static final String DEADLINE = "ipam.reference.deadline-ms";
  private static final String CHANGES = "ipam.reference.changes";
  private static final String CHANGES_HOURS = "ipam.reference.changes-hours";
  private static final String DEFAULT_URL = "jdbc:sqlite:./ipam.db";
  private static final int MOST_CONNECTIONS = 1_000;
  private static final int MOST_DEADLINE = 3_600_000;
  private static final int MOST_HOURS = 876_600;

  static final List<Setting> ALL =
      List.of(
          new Setting(
              URL,
              "IPAM_REFERENCE_URL",
              DEFAULT_URL,
              false,
              "The database: jdbc:sqlite:FILE, jdbc:postgresql://HOST/DATABASE or"
                  + " jdbc:mariadb://HOST/DATABASE."),
          new Setting(
              USER, "IPAM_REFERENCE_USER", null, false, "The database user, where it has users."),
          new Setting(
              PASSWORD, "IPAM_REFERENCE_PASSWORD", null, true, "The database user's password."),
          Setting.of(
              CONNECTIONS,
              "10",
              "How many connections read at a time (1 to 1000); one more writes."),
          Setting.of(
              DEADLINE,
              "30000",
              "How long an operation may wait for the store, in ms (100 to 3600000)."),
          Setting.of(
              CHANGES,
              "1000000",
              "How many changes are kept for those who follow the store; 0 for none."),
          Setting.of(CHANGES_HOURS, "168", "For how many hours changes are kept (1 to 876600)."));

  static ReferenceSettings of(DriverContext context) {
    long hours = number(context, CHANGES_HOURS, "168", 1, MOST_HOURS);
    return new ReferenceSettings(
        DatabaseAddress.of(URL, context.setting(URL).orElse(DEFAULT_URL)),
        context.setting(USER).orElse(null),
        context.setting(PASSWORD).orElse(null),
        number(context, CONNECTIONS, "10", 1, MOST_CONNECTIONS),
        Duration.ofMillis(number(context, DEADLINE, "30000", 100, MOST_DEADLINE)),
        new ChangeTable(
            number(context, CHANGES, "1000000", 0, Integer.MAX_VALUE),
            Duration.ofHours(hours).toMillis()));
  }

  private static int number(DriverContext context, String key, String usual, int least, int most) {
    String text = context.setting(key).orElse(usual);
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of bounds.
    }
    throw new ConfigurationException(
        key, "\"" + text + "\" is not a whole number of " + least + " to " + most);
  }

  /** Leaves out the password. */
  @Override
  public String toString() {
    return "ReferenceSettings[" + address.location() + "]";
  }
}
