package dev.ipam.reference;

import dev.ipam.error.IpamException;
import dev.ipam.error.TransactionConflictException;
import dev.ipam.reference.rows.WaitRows;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An operation in a transaction of a caller's, which may have to wait for another one's. Whom it
 * waits for is written down, so that of transactions that wait for each other, in whichever
 * processes, the last one learns it at once: none of them could go on before its deadline.
 *
 * @ipam.rule 6.32 6.33
 */
final class UnitWait {
  private final Engine engine;
  private final String unit;
  private final String subnetId;
  private @Nullable String noted;
  private boolean written;

  /**
   * Makes one.
   *
   * @param unit the transaction
   * @param subnetId what it is about
   */
  UnitWait(Engine engine, String unit, String subnetId) {
    this.engine = engine;
    this.unit = unit;
    this.subnetId = subnetId;
  }

  /**
   * Carries it out.
   *
   * @throws TransactionConflictException if it waits for what waits for its own transaction
   */
  <R> R write(Function<Session, R> work) {
    try {
      return engine.write(work, this::note);
    } finally {
      if (written) {
        forget();
      }
    }
  }

  private void note(Waiting waiting) {
    String other = waiting.unit();
    if (other == null || other.equals(noted)) {
      return;
    }
    IpamException itself = waiting.ofItself();
    if (other.equals(unit) && itself != null) {
      // What it took is taken, and what it released is free for nobody before its commit.
      throw itself;
    }
    written = true;
    if (!engine.<Boolean>write(session -> note(session, other))) {
      throw TransactionConflictException.ofDeadlock(subnetId);
    }
    noted = other;
  }

  /** All writing is in one order: of those that close a circle only the last one finds it. */
  private boolean note(Session session, String other) {
    session.hold();
    WaitRows waits = new WaitRows(session.sql());
    waits.removeEnded();
    waits.remove(unit);
    session.notes().silent();
    if (waits.leads(other, unit)) {
      return false;
    }
    waits.add(unit, other);
    return true;
  }

  private void forget() {
    try {
      engine.write(
          session -> {
            new WaitRows(session.sql()).remove(unit);
            session.notes().silent();
            return true;
          });
    } catch (IpamException e) {
      // It is removed when its transaction has ended.
    }
  }
}
