package dev.ipam.builtin;

import java.util.Arrays;

/**
 * What is done to one file.
 *
 * @param at the byte that is hit, or where the file is cut
 */
record Damage(String file, How how, int at) {
  enum How {
    REMOVED,
    FLIPPED,
    CUT
  }

  static Damage removal(String file) {
    return new Damage(file, How.REMOVED, 0);
  }

  static Damage flip(String file, int at) {
    return new Damage(file, How.FLIPPED, at);
  }

  static Damage cut(String file, int at) {
    return new Damage(file, How.CUT, at);
  }

  StoreImage to(StoreImage image) {
    byte[] bytes = image.files().get(file);
    return switch (how) {
      case REMOVED -> image.without(file);
      case CUT -> image.with(file, Arrays.copyOf(bytes, at));
      case FLIPPED -> {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << at % 8);
        yield image.with(file, flipped);
      }
    };
  }

  /** The file's name without its folder. */
  String name() {
    return file.substring(file.lastIndexOf('/') + 1);
  }
}
