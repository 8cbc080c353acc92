package dev.ipam;

import dev.ipam.error.ConfigurationException;
import dev.ipam.spi.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Refuses keys that nobody reads, and collects the values that a driver does. */
final class SettingsCheck {
  private SettingsCheck() {}

  static void refuseUnknown(IpamConfig config, DriverRegistry registry) {
    List<String> known = registry.settings().stream().map(Setting::key).toList();
    List<String> unknown = new ArrayList<>(config.keys());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      String key = unknown.get(0);
      throw new ConfigurationException(
          key, "there is no such key; the nearest one is " + nearest(key, known));
    }
  }

  static Map<String, String> values(IpamConfig config, List<Setting> settings) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Setting setting : settings) {
      config.value(setting).ifPresent(value -> values.put(setting.key(), value));
    }
    return values;
  }

  private static String nearest(String key, List<String> known) {
    String bounded = key.length() > 100 ? key.substring(0, 100) : key;
    return known.stream()
        .min(Comparator.<String>comparingInt(k -> distance(bounded, k)).thenComparing(k -> k))
        .orElse(CoreSettings.DRIVER.key());
  }

  /** The Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitute, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
