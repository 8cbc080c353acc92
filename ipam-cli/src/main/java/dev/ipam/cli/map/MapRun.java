package dev.ipam.cli.map;

import dev.ipam.cli.output.Column;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of addresses of one state, and what is in it.
 *
 * @param range the addresses
 * @param state what they are
 * @param gateway the subnet's gateway, where it is one of them
 * @param inPools how many of them are in the pools
 * @param taken how many of those are allocated
 * @param resting how many of those rest
 * @param takenOutside how many of the others are allocated
 */
public record MapRun(
    AddressRange range,
    CellState state,
    @Nullable IpAddress gateway,
    BigInteger inPools,
    BigInteger taken,
    BigInteger resting,
    BigInteger takenOutside) {
  /** How runs are shown to programs; the names are stable. */
  public static final List<Column<MapRun>> COLUMNS =
      List.of(
          Column.shown("first", run -> run.range().first()),
          Column.shown("last", run -> run.range().last()),
          Column.shown("state", run -> run.state().label()),
          Column.shown("addresses", run -> run.range().size()),
          Column.shown("in_pools", MapRun::inPools),
          Column.shown("taken", MapRun::taken),
          Column.shown("resting", MapRun::resting),
          Column.shown("free", MapRun::free),
          Column.shown("taken_outside_pools", MapRun::takenOutside),
          Column.shown("gateway", MapRun::gateway));

  /**
   * Returns how many of the addresses can be handed out.
   *
   * @return the number
   */
  public BigInteger free() {
    return inPools.subtract(taken).subtract(resting);
  }

  /** Whether nothing in it is held, rests or is the gateway. */
  boolean isBare() {
    return gateway == null
        && taken.signum() == 0
        && resting.signum() == 0
        && takenOutside.signum() == 0;
  }

  MapRun with(MapRun next) {
    return new MapRun(
        new AddressRange(range.first(), next.range.last()),
        state,
        gateway,
        inPools.add(next.inPools),
        taken.add(next.taken),
        resting.add(next.resting),
        takenOutside.add(next.takenOutside));
  }
}
