package dev.ipam.builtin.index;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a pass stood at a moment; to return to it.
 *
 * @since 0.1
 */
public final class PassState {
  private final @Nullable UInt128 position;
  private final List<UInt128> spent;
  private final @Nullable OffsetSet waiting;

  PassState(@Nullable UInt128 position, List<UInt128> spent, @Nullable OffsetSet waiting) {
    this.position = position;
    this.spent = List.copyOf(spent);
    this.waiting = waiting;
  }

  @Nullable UInt128 position() {
    return position;
  }

  List<UInt128> spent() {
    return spent;
  }

  /** The set itself: only {@link PoolIndex#advance} adds to it. */
  @Nullable OffsetSet waiting() {
    return waiting;
  }
}
