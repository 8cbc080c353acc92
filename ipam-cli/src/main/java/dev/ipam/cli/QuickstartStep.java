package dev.ipam.cli;

import java.util.List;

/**
 * One step of the tour.
 *
 * @param title what it shows
 * @param commands the commands, as words
 * @param java the statements that do the same
 */
record QuickstartStep(String title, List<List<String>> commands, List<String> java) {

  static List<QuickstartStep> all(QuickstartStore store) {
    return List.of(
        new QuickstartStep(
            "1. Make a store. Nothing makes one unasked.",
            List.of(List.of("init")),
            List.of(
                "Ipam ipam = Ipam.builder()",
                "    " + store.settings().get(0),
                "    " + store.settings().get(1) + ".createIfMissing().open();")),
        new QuickstartStep(
            "2. Create a subnet. Gateway and pools follow from the CIDR.",
            List.of(
                List.of("subnet", "create", "192.0.2.0/24", "--id", "office"),
                List.of("subnet", "create", "2001:db8:0:1::/64", "--id", "office-v6")),
            List.of(
                "ipam.createSubnet(SubnetRequest.of(\"office\", \"192.0.2.0/24\"));",
                "ipam.createSubnet(SubnetRequest.of(\"office-v6\", \"2001:db8:0:1::/64\"));")),
        new QuickstartStep(
            "3. Allocate: any free address, one by name, one that a MAC address forms.",
            List.of(
                List.of("address", "allocate", "office", "--owner", "laptop"),
                List.of(
                    "address",
                    "allocate",
                    "office",
                    "--address",
                    "192.0.2.50",
                    "--owner",
                    "printer"),
                List.of(
                    "address",
                    "allocate",
                    "office-v6",
                    "--mac",
                    "00:16:3e:11:22:33",
                    "--owner",
                    "printer")),
            List.of(
                "ipam.allocate(AllocationRequest.any(\"office\").withOwner(\"laptop\"));",
                "ipam.allocate(AllocationRequest.specific(\"office\", IpAddress.parse(\"192.0.2.50\"))",
                "    .withOwner(\"printer\"));",
                "ipam.allocate(AllocationRequest.of(",
                "    new AddressRequest.Automatic(MacAddress.parse(\"00:16:3e:11:22:33\")),"
                    + " \"office-v6\")",
                "    .withOwner(\"printer\"));")),
        new QuickstartStep(
            "4. A taken address is refused, and the answer says why.",
            List.of(List.of("address", "allocate", "office", "--address", "192.0.2.50")),
            List.of(
                "try {",
                "  ipam.allocate(AllocationRequest.specific(\"office\","
                    + " IpAddress.parse(\"192.0.2.50\")));",
                "} catch (AddressAlreadyAllocatedException e) {",
                "  System.out.println(e.getMessage());",
                "}")),
        new QuickstartStep(
            "5. Release an address, but only if it is still the laptop's.",
            List.of(List.of("address", "release", "office", "192.0.2.2", "--owner", "laptop")),
            List.of(
                "ipam.release(ReleaseRequest.of(\"office\", IpAddress.parse(\"192.0.2.2\"))",
                "    .withOwner(\"laptop\"));")),
        new QuickstartStep(
            "6. Restart. Every answer was on disk before it was given.",
            List.of(
                List.of("address", "find", "--owner", "printer"),
                List.of("subnet", "show", "office"),
                List.of("subnet", "map", "office")),
            List.of(
                "ipam.close();",
                "ipam = Ipam.builder()" + store.settings().get(0),
                "    " + store.settings().get(1) + ".open();",
                "ipam.allocationsOf(\"printer\").forEach(System.out::println);",
                "System.out.println(ipam.subnet(\"office\") + \" \" + ipam.usage(\"office\"));")),
        switching(store.first().driver(), store.second().driver()));
  }

  private static QuickstartStep switching(String first, String second) {
    return new QuickstartStep(
        "7. Switch to another driver, and back: the data follows.",
        List.of(
            List.of("migrate", "--to", second),
            List.of(
                "--set",
                "ipam_driver=" + second,
                "address",
                "allocate",
                "office",
                "--owner",
                "visitor"),
            List.of("migrate", "--to", first),
            List.of("verify", first, second),
            List.of("address", "find", "--owner", "visitor")),
        List.of(
            "MigrationOptions live = MigrationOptions.LIVE;",
            "ipam.migrate(\"" + second + "\", live, MigrationListener.NONE);",
            "ipam.allocate(AllocationRequest.any(\"office\").withOwner(\"visitor\"));",
            "System.out.println(ipam.migrate(\"" + first + "\", live, MigrationListener.NONE));",
            "ipam.allocationsOf(\"visitor\").forEach(System.out::println);"));
  }

  /** Step 4 is about a refusal. */
  static int expectedExitCode(List<String> words) {
    boolean refused = words.contains("192.0.2.50") && !words.contains("--owner");
    return (refused ? ExitCode.CONFLICT : ExitCode.DONE).number();
  }
}
