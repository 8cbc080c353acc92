package dev.ipam.migrate;

import dev.ipam.spi.StoreRef;
import java.time.Duration;

/**
 * What a migration did.
 *
 * @param from the store that was the authority
 * @param to the store that is the authority now
 * @param epoch since when it is
 * @param way how the target came by its content: {@code import} (all of it), {@code changes} (what
 *     changed since it was left), {@code comparison} (what differed), {@code none} (it was there
 *     already)
 * @param copied how many records were written to the target before it followed the changes
 * @param followed how many changes it followed
 * @param compared how many records were compared on each side before it took over
 * @param attempts how often the hand-over was tried
 * @param heldBack how long writes waited before that, all in all: so that changes did not come
 *     faster than they could be copied, and for the moment as of which everything was compared
 * @param pause how long writes waited for it, in the attempt that succeeded
 * @param took how long all of it took
 * @since 0.1
 */
public record MigrationReport(
    StoreRef from,
    StoreRef to,
    long epoch,
    String way,
    long copied,
    long followed,
    long compared,
    int attempts,
    Duration heldBack,
    Duration pause,
    Duration took) {}
