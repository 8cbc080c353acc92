package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import dev.ipam.net.Cidr;
import dev.ipam.request.Allocation;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.CheckProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What {@link KillChild}ren were told, against what is in their store after they have died. */
final class Told {
  /** Address by token. */
  private final Map<Long, String> held = new HashMap<>();

  private final Set<Long> inDoubt = new HashSet<>();
  private final Set<Long> released = new HashSet<>();
  private final Set<String> subnets = new HashSet<>(Set.of("a", "b"));
  private final Set<String> subnetsInDoubt = new HashSet<>();
  private final Set<String> removed = new HashSet<>();

  /** The highest token that anybody knew of when the child was started, and now. */
  private long before;

  private long highest;

  /** Makes a store that the children can work on. */
  static void prepare(Path store) {
    try (BuiltinDriver driver = Opened.in(store)) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/16"));
      driver.createSubnet(SubnetRequest.of("b", "2001:db8::/64"));
      driver.createPool(SubnetPoolRequest.of("p", Cidr.parse("10.128.0.0/9")));
    }
  }

  /** Reads what a child prints, and kills it after so many lines; returns how many it printed. */
  int readAndKill(ChildProcess child, int lines) {
    int read = 0;
    for (String line = child.readLine(); line != null; line = child.readLine()) {
      // The end of the pipe may hold half a line, which was not acknowledged to anybody.
      if (line.endsWith(" .")) {
        note(Splitter.on(' ').splitToList(line));
      }
      if (++read == lines) {
        child.kill();
      }
    }
    return read;
  }

  private void note(List<String> words) {
    List<String> rest = words.subList(1, words.size() - 1);
    switch (words.get(0)) {
      case "allocated" -> rest.forEach(this::allocated);
      case "releasing" ->
          rest.forEach(
              word -> {
                held.remove(token(word));
                inDoubt.add(token(word));
              });
      case "released" ->
          rest.forEach(
              word -> {
                inDoubt.remove(token(word));
                released.add(token(word));
              });
      case "created" -> subnets.addAll(rest);
      case "removing" -> {
        subnets.removeAll(rest);
        subnetsInDoubt.addAll(rest);
      }
      case "removed" -> {
        subnetsInDoubt.removeAll(rest);
        removed.addAll(rest);
      }
      default -> throw new AssertionError(words);
    }
  }

  private void allocated(String word) {
    long token = token(word);
    assertThat(token).isGreaterThan(before);
    assertThat(released).doesNotContain(token);
    assertThat(held.put(token, word.substring(0, word.indexOf('=')))).isNull();
    highest = Math.max(highest, token);
  }

  private static long token(String word) {
    return Long.parseLong(word.substring(word.indexOf('=') + 1));
  }

  /** Checks a store, of which all that is in doubt may or may not be there. */
  void check(BuiltinDriver driver) {
    found(driver);
  }

  /** Checks a store, and takes what is there for what the next child begins with. */
  void checkAndGoOn(BuiltinDriver driver) {
    Map<Long, String> found = found(driver);
    found.keySet().forEach(token -> highest = Math.max(highest, token));
    held.clear();
    held.putAll(found);
    inDoubt.clear();
    subnets.clear();
    try (Stream<Subnet> all = driver.subnets()) {
      all.forEach(subnet -> subnets.add(subnet.id()));
    }
    subnetsInDoubt.clear();
    before = highest;
  }

  private Map<Long, String> found(BuiltinDriver driver) {
    List<CheckProblem> problems = new ArrayList<>();
    driver.check(problems::add);
    assertThat(problems).isEmpty();
    Set<String> ids = new HashSet<>();
    try (Stream<Subnet> all = driver.subnets()) {
      all.forEach(subnet -> ids.add(subnet.id()));
    }
    assertThat(ids).containsAll(subnets);
    assertThat(removed).noneMatch(ids::contains);
    Map<Long, String> found = new HashMap<>();
    Set<String> places = new HashSet<>();
    for (String id : ids) {
      try (Stream<Allocation> all = driver.allocations(id)) {
        all.forEach(
            allocation -> {
              String address = allocation.address().toString();
              assertThat(found.put(allocation.token(), address)).isNull();
              assertThat(places.add(id + " " + address)).isTrue();
            });
      }
    }
    assertThat(found).containsAllEntriesOf(held);
    assertThat(released).noneMatch(found::containsKey);
    for (long token : found.keySet()) {
      // What nobody was told of was made after everything that the last check saw.
      assertThat(held.containsKey(token) || inDoubt.contains(token) || token > before).isTrue();
    }
    return found;
  }
}
