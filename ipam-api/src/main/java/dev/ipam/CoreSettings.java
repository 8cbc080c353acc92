package dev.ipam;

import dev.ipam.spi.Setting;
import java.util.List;

/** The configuration keys that are no driver's. */
final class CoreSettings {
  static final Setting DRIVER =
      new Setting(
          "ipam_driver",
          "IPAM_DRIVER",
          "builtin",
          false,
          "The driver to use, by its name; 'ipam driver list' shows those that are found.");

  static final Setting CREATE =
      new Setting(
          "ipam.create",
          "IPAM_CREATE",
          "never",
          false,
          "Whether a store that is missing is created when it is opened: never, or if-missing.");

  static final Setting INTENTS =
      new Setting(
          "ipam.intents.path",
          "IPAM_INTENTS_PATH",
          "./ipam-intents",
          false,
          "The folder for joint allocations under way on a driver without all_or_none; the same one"
              + " whenever the store is opened, on a local disk.");

  static final Setting MIGRATION =
      new Setting(
          "ipam.migration",
          "IPAM_MIGRATION",
          "auto",
          false,
          "What opening does where another configured store is the authority: auto (migrate, if nobody"
              + " else can be using it) or manual (refuse, and say what to run).");

  static final Setting SHADOW =
      new Setting(
          "ipam.shadow",
          "IPAM_SHADOW",
          null,
          false,
          "A driver that is asked what the one that serves is asked, to compare their answers before a"
              + " switch; its store is created where it is missing.");

  static final Setting AUTHORITY =
      new Setting(
          "ipam.authority.path",
          "IPAM_AUTHORITY_PATH",
          "./ipam-authority",
          false,
          "The folder for the records of which store is the authority, of drivers without authority;"
              + " the same one whenever such a store is opened, on a local disk.");

  static final List<Setting> ALL = List.of(DRIVER, CREATE, INTENTS, MIGRATION, SHADOW, AUTHORITY);

  private CoreSettings() {}
}
