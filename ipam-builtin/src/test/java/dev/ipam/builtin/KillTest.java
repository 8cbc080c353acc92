package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import dev.ipam.request.Allocation;
import dev.ipam.request.SubnetRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills processes in the midst of their work: what they were told must be there. */
class KillTest {
  private static final int KILLS = 12;

  @TempDir Path directory;

  /** Address by token. */
  private final Map<Long, String> held = new HashMap<>();

  private final Set<Long> inDoubt = new HashSet<>();
  private final Set<Long> released = new HashSet<>();
  private long highest;

  @Test
  void whatWasAcknowledgedIsThereAfterAKill() throws Exception {
    Path store = directory.resolve("store");
    try (BuiltinDriver driver = Opened.in(store)) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/16"));
    }
    Random random = new Random(1);
    for (int kill = 0; kill < KILLS; kill++) {
      long before = highest;
      int lines = runAndKill(store, 50 + random.nextInt(600), kill % 3 == 0 ? "os" : "sync");
      assertThat(lines).isPositive();
      check(store, before);
    }
  }

  private int runAndKill(Path store, int lines, String durability) throws Exception {
    int read = 0;
    long highestBefore = highest;
    try (ChildProcess child = new ChildProcess(KillChild.class, store.toString(), durability)) {
      for (String line = child.readLine(); line != null; line = child.readLine()) {
        // The end of the pipe may hold half a line, which was not acknowledged to anybody.
        if (line.endsWith(" .")) {
          note(line, highestBefore);
        }
        if (++read == lines) {
          child.kill();
        }
      }
    }
    return read;
  }

  private void note(String line, long highestBefore) {
    List<String> words = Splitter.on(' ').splitToList(line);
    for (String word : words.subList(1, words.size() - 1)) {
      List<String> parts = Splitter.on('=').splitToList(word);
      long token = Long.parseLong(parts.get(1));
      switch (words.get(0)) {
        case "allocated" -> {
          assertThat(token).isGreaterThan(highestBefore);
          assertThat(held.put(token, parts.get(0))).isNull();
          highest = Math.max(highest, token);
        }
        case "releasing" -> {
          held.remove(token);
          inDoubt.add(token);
        }
        default -> {
          inDoubt.remove(token);
          released.add(token);
        }
      }
    }
  }

  private void check(Path store, long before) {
    try (BuiltinDriver driver = Opened.in(store);
        Stream<Allocation> all = driver.allocations("a")) {
      Map<Long, String> found = new HashMap<>();
      all.forEach(allocation -> found.put(allocation.token(), allocation.address().toString()));
      assertThat(found).containsAllEntriesOf(held);
      assertThat(found.keySet()).doesNotContainAnyElementsOf(released);
      assertThat(new HashSet<>(found.values())).hasSameSizeAs(found.values());
      for (long token : found.keySet()) {
        // What nobody was told of was made after everything that the last check saw.
        assertThat(held.containsKey(token) || inDoubt.contains(token) || token > before).isTrue();
        highest = Math.max(highest, token);
      }
      held.putAll(found);
      inDoubt.clear();
    }
  }
}
