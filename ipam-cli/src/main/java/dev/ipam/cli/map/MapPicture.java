package dev.ipam.cli.map;

import dev.ipam.cli.map.SubnetMap.Part;
import dev.ipam.cli.output.Colour;
import dev.ipam.cli.output.Style;
import dev.ipam.error.Printable;
import dev.ipam.net.AddressRange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Draws a map with letters and, where they can be shown, colours. */
public final class MapPicture {
  private static final int GROUP = 8;

  private final SubnetMap map;
  private final Style style;
  private final List<Part> parts;

  /**
   * Prepares to draw.
   *
   * @param map the map
   * @param style how it may look
   */
  public MapPicture(SubnetMap map, Style style) {
    this.map = map;
    this.style = style;
    this.parts = map.parts();
  }

  /**
   * Draws it.
   *
   * @return the lines: a heading, a row for each block that holds something, the legend
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    MapRun all = parts.stream().map(Part::run).reduce(MapRun::with).orElseThrow();
    lines.add(style.bold(Printable.text(map.subnet().id())) + heading());
    lines.add(numbers(all));
    lines.add("");
    int width =
        parts.stream()
            .filter(part -> !part.cells().isEmpty())
            .mapToInt(part -> label(part).length())
            .max()
            .orElse(0);
    for (Part part : parts) {
      lines.add(part.cells().isEmpty() ? gap(part.run()) : row(part, width));
    }
    lines.add("");
    lines.addAll(legend());
    return lines;
  }

  private String heading() {
    String cidr = map.subnet().cidr().toString();
    return (cidr.equals(map.subnet().id()) ? "" : "  " + cidr)
        + "  "
        + (map.subnet().gateway() == null ? "no gateway" : "gateway " + map.subnet().gateway());
  }

  private String numbers(MapRun all) {
    BigInteger resting = all.resting().add(map.unplacedResting());
    return all.inPools()
        + " in the pools: "
        + all.taken()
        + " taken, "
        + resting
        + " resting, "
        + all.inPools().subtract(all.taken()).subtract(resting)
        + " free; outside them "
        + all.takenOutside()
        + " taken";
  }

  private static String label(Part part) {
    return part.run().range().first().toString();
  }

  private String row(Part part, int width) {
    StringBuilder line = new StringBuilder();
    String label = label(part);
    line.append(label).append(" ".repeat(width - label.length())).append(' ');
    StringBuilder same = new StringBuilder();
    Colour colour = Colour.DIM;
    for (int i = 0; i < part.cells().size(); i++) {
      MapRun cell = part.cells().get(i);
      if (i % GROUP == 0 || cell.state().colour() != colour) {
        line.append(style.paint(colour, same.toString())).append(i % GROUP == 0 ? " " : "");
        same.setLength(0);
        colour = cell.state().colour();
      }
      same.append(sign(cell));
    }
    line.append(style.paint(colour, same.toString()));
    BigInteger taken = part.run().taken().add(part.run().takenOutside());
    return line + (taken.signum() > 0 ? "  " + taken + " taken" : "");
  }

  private static char sign(MapRun cell) {
    if (cell.state() != CellState.PARTLY_TAKEN) {
      return cell.state().sign();
    }
    int tenths = cell.taken().multiply(BigInteger.TEN).divide(cell.inPools()).intValue();
    return (char) ('0' + Math.max(1, Math.min(9, tenths)));
  }

  private String gap(MapRun run) {
    AddressRange range = run.range();
    String what =
        run.inPools().signum() == 0
            ? "outside the pools"
            : run.inPools().equals(range.size())
                ? "free"
                : run.inPools() + " free, the others outside the pools";
    return style.dim("... " + range.size() + " addresses up to " + range.last() + ": " + what);
  }

  private List<String> legend() {
    Set<CellState> shown = EnumSet.noneOf(CellState.class);
    parts.forEach(part -> part.cells().forEach(cell -> shown.add(cell.state())));
    List<String> words = new ArrayList<>();
    for (CellState state : shown) {
      String sign = state == CellState.PARTLY_TAKEN ? "" : state.sign() + " ";
      words.add(style.paint(state.colour(), sign + state.meaning()));
    }
    List<String> lines = new ArrayList<>();
    BigInteger size = map.cellSize();
    String each = size.equals(BigInteger.ONE) ? "1 address" : size + " addresses";
    lines.add("Each sign is " + each + ": " + String.join(", ", words) + ".");
    if (map.unplacedResting().signum() > 0) {
      lines.add("Which addresses rest is not shown: the driver does not say.");
    }
    return lines;
  }
}
