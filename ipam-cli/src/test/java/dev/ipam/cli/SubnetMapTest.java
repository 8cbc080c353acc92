package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubnetMapTest {
  @TempDir Path directory;
  private CliRunner cli;

  @BeforeEach
  void init() {
    cli = CliRunner.withStore(directory);
  }

  private List<String> picture(String id) {
    return cli.line("subnet map " + id).succeeds().out().lines().toList();
  }

  private void office() {
    cli.line("subnet create 192.0.2.0/26 --id office --rest 1h --pool 192.0.2.10-192.0.2.49")
        .succeeds();
    // What stands before it must not be taken for it.
    cli.line("subnet create 192.0.2.0/24 --id a --rest 1h").succeeds();
    cli.line("address allocate a --count 7").succeeds();
    cli.line("address release a 192.0.2.3").succeeds();
    cli.line("address allocate office --count 5 --owner vm").succeeds();
    cli.line("address allocate office --address 192.0.2.60").succeeds();
    cli.line("address release office 192.0.2.12").succeeds();
  }

  @Test
  void showsEveryAddressOfASmallSubnet() {
    office();

    assertThat(picture("office"))
        .containsExactly(
            "office  192.0.2.0/26  gateway 192.0.2.1",
            "40 in the pools: 4 taken, 1 resting, 35 free; outside them 1 taken",
            "",
            "192.0.2.0   -G------ --##~##. ........ ........  4 taken",
            "192.0.2.32  ........ ........ ..------ ----%---  1 taken",
            "",
            "Each sign is 1 address: . free, # taken, ~ resting, G gateway, - outside the pools,"
                + " % taken outside the pools.");
  }

  @Test
  void isInColourForAPersonWhoWantsIt() {
    office();
    cli.terminal = true;
    String colours = cli.line("subnet map office").exits(ExitCode.DONE).out();
    cli.environment.put("NO_COLOR", "1");
    String none = cli.line("subnet map office").exits(ExitCode.DONE).out();

    assertThat(colours)
        .contains("\033[36mG\033[0m", "\033[31m##\033[0m", "\033[33m~\033[0m", "\033[32m.");
    assertThat(none).doesNotContain("\033").isEqualTo(colours.replaceAll("\033\\[\\d*m", ""));
  }

  @Test
  void programsGetRuns() {
    office();
    List<Map<String, Object>> runs = cli.line("-o json subnet map office").succeeds().array();

    assertThat(runs)
        .extracting(run -> run.get("first") + " " + run.get("last") + " " + run.get("state"))
        .containsExactly(
            "192.0.2.0 192.0.2.0 outside_pools",
            "192.0.2.1 192.0.2.1 gateway",
            "192.0.2.2 192.0.2.9 outside_pools",
            "192.0.2.10 192.0.2.11 taken",
            "192.0.2.12 192.0.2.12 resting",
            "192.0.2.13 192.0.2.14 taken",
            "192.0.2.15 192.0.2.49 free",
            "192.0.2.50 192.0.2.59 outside_pools",
            "192.0.2.60 192.0.2.60 taken_outside_pools",
            "192.0.2.61 192.0.2.63 outside_pools");
    assertThat(runs.get(6))
        .contains(entry("addresses", 35), entry("in_pools", 35), entry("free", 35));
    assertThat(cli.line("-o csv subnet map office").succeeds().out())
        .startsWith("first,last,state,addresses,in_pools,taken,resting,free,")
        .contains("192.0.2.12,192.0.2.12,resting,1,1,0,1,0,0,\r\n");
  }

  @Test
  void showsOfASparseSubnetWhatHoldsSomething() {
    cli.line("subnet create 2001:db8::/64 --id v6").succeeds();
    cli.line("address allocate v6 --count 40").succeeds();
    cli.line("address allocate v6 --mac 00:16:3e:11:22:33").succeeds();

    assertThat(picture("v6").subList(3, 9))
        .containsExactly(
            "2001:db8::                    -G###### ######## ######## ########  30 taken",
            "2001:db8::20                  ######## ##...... ........ ........  10 taken",
            "... 150376906763608544 addresses up to 2001:db8::216:3eff:fe11:221f: free",
            "2001:db8::216:3eff:fe11:2220  ........ ........ ...#.... ........  1 taken",
            "... 18296367166945942976 addresses up to 2001:db8::ffff:ffff:ffff:ffff: free",
            "");
  }

  @Test
  void drawsALargeSubnetBlockByBlock() {
    cli.line("subnet create 10.0.0.0/8 --id big --policy lowest").succeeds();
    cli.line("address allocate big --count 100000").succeeds();
    cli.line("address allocate big --address 10.255.0.9").succeeds();
    List<String> picture = picture("big");

    // From 10.0.0.2 on: 24 rows of 4,096 addresses, and 1,698 of the next.
    assertThat(picture.get(3))
        .isEqualTo("10.0.0.0    ######## ######## ######## ########  4094 taken");
    assertThat(picture.get(27))
        .isEqualTo("10.1.128.0  ######## #####2.. ........ ........  1698 taken");
    assertThat(picture.get(28)).isEqualTo("... 16609280 addresses up to 10.254.255.255: free");
    assertThat(picture.get(29)).startsWith("10.255.0.0  1....... ").endsWith("  1 taken");
    assertThat(picture.get(30))
        .isEqualTo(
            "... 61440 addresses up to 10.255.255.255: 61439 free, the others outside the pools");
    assertThat(picture.get(32))
        .isEqualTo(
            "Each sign is 128 addresses: . free, 1 to 9 tenths taken (1: or less), # none free.");
  }

  @Test
  void drawsTheSmallestSubnets() {
    cli.line("subnet create 10.0.0.0/30 --id p30").succeeds();
    cli.line("subnet create 10.0.0.4/31 --id p31").succeeds();
    cli.line("subnet create 10.0.0.6/32 --id p32 --gateway none").succeeds();

    assertThat(picture("p30").get(3)).isEqualTo("10.0.0.0  -G.-");
    assertThat(picture("p31").get(3)).isEqualTo("10.0.0.4  G.");
    assertThat(picture("p32").get(3)).isEqualTo("10.0.0.6  .");
  }

  @Test
  void showsHowFarItIs() {
    cli.line("subnet create 10.0.0.0/8 --id big --rest 1h").succeeds();
    cli.line("address allocate big --count 1000").succeeds();
    cli.terminal = true;

    assertThat(cli.line("subnet map big").exits(ExitCode.DONE).err()).contains("/1000 addresses");
    cli.line("address release big 10.0.0.2").exits(ExitCode.DONE);
    // Now everything is read, which nobody has counted.
    assertThat(cli.line("subnet map big").exits(ExitCode.DONE).err())
        .containsPattern("addresses, \\d+ s");
  }

  @Test
  void anUnknownSubnetIsNotFound() {
    cli.line("subnet map nowhere").fails(ExitCode.NOT_FOUND, "\"nowhere\"");
    cli.line("subnet map").fails(ExitCode.USAGE, "'ID'");
    cli.run("subnet", "map", "x".repeat(1 << 16)).fails(ExitCode.NOT_FOUND, "xxx");
  }
}
