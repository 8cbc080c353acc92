package dev.ipam.conformance.steps;

import java.util.List;

/** The few ids, owners and keys that steps use: some differ by case or order only in one way. */
final class Names {
  /** By UTF-16 the last two are the other way round than by code point. */
  static final List<String> SUBNETS = List.of("s1", "S1", "s-2", "s_3", "\uff5e", "\ud83d\ude00");

  static final List<String> OWNERS = List.of("vm-1", "VM-1", "vm-2");
  static final List<String> KEYS = List.of("k1", "k2", "K1", "k-3");
  static final List<String> CONTEXTS = List.of("web", "db");
  static final List<String> PROJECTS = List.of("default", "red");
  static final List<String> POOLS = List.of("p1", "P1", "p-2");
  static final List<String> SCOPES = List.of("c1", "c2");
  static final List<String> MACS =
      List.of("00:16:3e:11:22:33", "00:16:3e:11:22:34", "02:00:00:00:00:00:00:01");

  private Names() {}
}
