package dev.ipam.cli.output;

/** The colours of text for people. */
public enum Colour {
  /** Of what may be used. */
  GREEN("32"),
  /** Of what is used up. */
  RED("31"),
  /** Of what will be free later. */
  YELLOW("33"),
  /** Of what stands out. */
  CYAN("36"),
  /** Of what recedes. */
  DIM("2");

  private final String code;

  Colour(String code) {
    this.code = code;
  }

  String code() {
    return code;
  }
}
