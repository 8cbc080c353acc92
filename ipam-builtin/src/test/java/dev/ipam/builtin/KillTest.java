package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills processes in the midst of their work: what they were told must be there, nothing may be
 * half done, and no token may come twice. A thousand times with {@code
 * -Dipam.test.jvm=-Dipam.kills=1000}.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("ipam.kills", 20);

  @TempDir Path directory;

  @Test
  void whatWasAcknowledgedIsThereAfterAKill() throws Exception {
    long seed = Long.getLong("ipam.kills.seed", System.nanoTime());
    Random random = new Random(seed);
    Path store = directory.resolve("store");
    Told told = new Told();
    for (int kill = 0; kill < KILLS; kill++) {
      if (kill % 25 == 0) {
        // What is kept must not make the checks ever longer.
        if (kill > 0) {
          StoreImage.delete(store);
        }
        Told.prepare(store);
        told = new Told();
      }
      String durability = kill % 3 == 0 ? "os" : "sync";
      try (ChildProcess child = new ChildProcess(KillChild.class, store.toString(), durability)) {
        assertThat(told.readAndKill(child, 30 + random.nextInt(250))).isPositive();
      }
      try (BuiltinDriver driver = Opened.in(store)) {
        told.checkAndGoOn(driver);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("kill " + kill + " with seed " + seed, e);
      }
    }
  }
}
