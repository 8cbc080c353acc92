package dev.ipam.conformance.memory;

import dev.ipam.conformance.model.AddressStep;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.At;
import dev.ipam.conformance.model.Forget;
import dev.ipam.conformance.model.Held;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.SubnetStep;
import dev.ipam.conformance.model.Wish;
import dev.ipam.conformance.model.World;
import dev.ipam.error.StoreInUseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** Takes steps on the model and writes them to a file, right or in one of several wrong ways. */
final class LogPlayer implements ModelDriver.Player {
  private final Model model;
  private final RandomGenerator random;
  private final LogFault fault;
  private final LogFile log;
  private final ExecutorService later =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
          });
  private World world;

  LogPlayer(Model model, RandomGenerator random, LogFault fault, Path directory) {
    this.model = model;
    this.random = random;
    this.fault = fault;
    this.world = model.empty(0);
    try {
      this.log = LogFile.open(directory);
      lock(directory);
      catchUp(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean shared() {
    return fault == LogFault.SHARED || fault == LogFault.GETS_COMPARES_PUTS;
  }

  /** The lock goes with the file, when that is closed. */
  private void lock(Path directory) throws IOException {
    if (shared() || fault == LogFault.IGNORES_LOCK || log.tryLock().isPresent()) {
      return;
    }
    log.close();
    throw new StoreInUseException(directory.toString(), "another process");
  }

  private void catchUp(boolean restart) throws IOException {
    for (LogFile.Entry entry : log.more()) {
      boolean forgotten =
          restart && fault == LogFault.FORGETS_ALLOCATIONS && entry.step() instanceof AddressStep;
      if (!forgotten) {
        world = played(entry).world();
      }
    }
    if (restart) {
      world =
          switch (fault) {
            case TOKENS_AGAIN -> Forget.tokens(world);
            case FORGETS_KEYS -> Forget.keys(world);
            case FORGETS_CONTEXTS -> Forget.contexts(world);
            case FORGETS_PASSES -> Forget.passes(world);
            case FORGETS_RESTS -> Forget.rests(world);
            default -> world;
          };
    }
  }

  private Model.Played played(LogFile.Entry entry) {
    return model.play(world, entry.millis(), entry.step(), new Random(entry.seed()));
  }

  @Override
  public Answer play(long millis, Step step) {
    try {
      if (fault == LogFault.SHOWS_UNSYNCED) {
        Answer answer = playLocked(millis, step);
        if (step.writes() && answer instanceof Answer.Ok) {
          log.sync();
        }
        return answer;
      }
      return playLocked(millis, step);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized Answer playLocked(long millis, Step step) throws IOException {
    FileLock lock = fault == LogFault.SHARED ? log.lock() : null;
    try {
      if (shared()) {
        catchUp(false);
      }
      LogFile.Entry entry = new LogFile.Entry(millis, random.nextLong(), step);
      Model.Played played = played(entry);
      if (step.writes() && played.answer() instanceof Answer.Ok) {
        for (int i = 0; i < 3 && fault == LogFault.GETS_COMPARES_PUTS && !log.isRead(); i++) {
          // Compared, and somebody has put meanwhile. Afterwards somebody still may, unnoticed.
          catchUp(false);
          played = played(entry);
        }
        if (fault == LogFault.GETS_COMPARES_PUTS) {
          LockSupport.parkNanos(200_000);
        }
        write(entry, played);
      }
      world = played.world();
      return played.answer();
    } finally {
      if (lock != null) {
        lock.release();
      }
    }
  }

  private void write(LogFile.Entry entry, Model.Played played) throws IOException {
    switch (fault) {
      case NO_SYNC, SHOWS_UNSYNCED -> log.append(entry);
      case ACKNOWLEDGES_FIRST -> later.execute(() -> writeLater(entry));
      case TWO_WRITES -> {
        for (Step half : halves(entry.step(), played)) {
          log.append(new LogFile.Entry(entry.millis(), entry.seed(), half));
          log.sync();
        }
      }
      default -> {
        log.append(entry);
        log.sync();
      }
    }
  }

  private void writeLater(LogFile.Entry entry) {
    try {
      LockSupport.parkNanos(2_000_000);
      log.append(entry);
      log.sync();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Step> halves(Step step, Model.Played played) {
    List<Step> halves = new ArrayList<>();
    if (played.answer() instanceof Answer.Ok) {
      if (step instanceof SubnetStep.Remove remove) {
        for (Held each : world.held(remove.id())) {
          halves.add(new AddressStep.Release(remove.id(), At.of(each.address()), null, null));
        }
      } else if (step instanceof AddressStep.Together together
          && together.key() == null
          && together.parts().stream().allMatch(this::splits)) {
        return List.copyOf(together.parts());
      } else if (step instanceof AddressStep.Allocate bulk
          && bulk.wish().count() > 1
          && bulk.key() == null
          && splits(bulk)) {
        return List.of(part(bulk, 1), part(bulk, bulk.wish().count() - 1));
      }
    }
    halves.add(step);
    return halves;
  }

  private static Step part(AddressStep.Allocate bulk, int count) {
    return new AddressStep.Allocate(
        bulk.subnets(), Wish.bulk(count), bulk.owner(), null, bulk.context());
  }

  /** Whether two halves take the same addresses as the whole. */
  private boolean splits(AddressStep.Allocate step) {
    return world.subnets().stream()
        .filter(def -> step.subnets().contains(def.id()))
        .noneMatch(def -> def.policy().equals("RANDOM"));
  }

  @Override
  public synchronized World world() {
    return world;
  }

  @Override
  public synchronized void close() {
    try {
      later.shutdown();
      log.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
