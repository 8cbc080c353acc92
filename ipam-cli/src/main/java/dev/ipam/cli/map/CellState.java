package dev.ipam.cli.map;

import dev.ipam.cli.output.Colour;
import java.util.Locale;

/** What an address, or a block of them, is. */
public enum CellState {
  /** It can be handed out. */
  FREE('.', Colour.GREEN, "free"),
  /** It is allocated. */
  TAKEN('#', Colour.RED, "taken"),
  /** Of a block: some of its addresses are taken, not all. */
  PARTLY_TAKEN('5', Colour.RED, "1 to 9 tenths taken (1: or less)"),
  /** Of a block: no address is free any more. */
  FULL('#', Colour.RED, "none free"),
  /** It was released, and is not handed out yet; of a block, with nothing taken. */
  RESTING('~', Colour.YELLOW, "resting"),
  /** It is the gateway. */
  GATEWAY('G', Colour.CYAN, "gateway"),
  /** It is handed out only if it is asked for by name. */
  OUTSIDE_POOLS('-', Colour.DIM, "outside the pools"),
  /** It is allocated, though in no pool. */
  TAKEN_OUTSIDE_POOLS('%', Colour.RED, "taken outside the pools");

  private final char sign;
  private final Colour colour;
  private final String meaning;

  CellState(char sign, Colour colour, String meaning) {
    this.sign = sign;
    this.colour = colour;
    this.meaning = meaning;
  }

  char sign() {
    return sign;
  }

  Colour colour() {
    return colour;
  }

  String meaning() {
    return meaning;
  }

  /** Its name for programs. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
