package dev.ipam.builtin.store;

import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.StoreFormatUnsupportedException;
import dev.ipam.file.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The file {@code FORMAT} of a store: one line that says what the directory is, and whether its
 * creation has been finished. Its first two words stay what they are in every later version.
 *
 * @param id the store's id
 * @param state how far it has come
 */
record FormatFile(UUID id, State state) {
  /** How far a store has come; in the file by its name in lower case. */
  enum State {
    /** It holds nothing, and is made anew by the next who may. */
    CREATING,
    /** A backup is being copied to it; only that may be done anew. */
    RESTORING,
    /** It is complete. */
    READY;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final String NAME = "FORMAT";
  static final String NEW_NAME = "FORMAT.new";
  static final int VERSION = 1;

  private static final int LONGEST = 4096;
  private static final Pattern VERSIONED = Pattern.compile("ipam-builtin (\\d{1,9}) .*\n");
  private static final Pattern CURRENT =
      Pattern.compile(
          "(ipam-builtin 1 ([0-9a-f-]{36}) (creating|restoring|ready)) ([0-9a-f]{8})\n");

  boolean ready() {
    return state == State.READY;
  }

  static FormatFile read(Path store) throws IOException {
    Path file = store.resolve(NAME);
    if (Files.size(file) > LONGEST) {
      throw corrupt(store, "it is too long");
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    Matcher line = CURRENT.matcher(text);
    if (line.matches()) {
      if (!checksum(line.group(1)).equals(line.group(4))) {
        throw corrupt(store, "its checksum does not match");
      }
      return new FormatFile(
          UUID.fromString(line.group(2)), State.valueOf(line.group(3).toUpperCase(Locale.ROOT)));
    }
    Matcher other = VERSIONED.matcher(text);
    if (other.matches() && isIntact(text) && Integer.parseInt(other.group(1)) != VERSION) {
      throw new StoreFormatUnsupportedException(
          store.toString(),
          "in format " + other.group(1) + " of the built-in driver",
          "format " + VERSION);
    }
    throw corrupt(store, "it is not the line that belongs there");
  }

  /** The rest of the line is unknown, but for the checksum at its end. */
  private static boolean isIntact(String text) {
    int space = text.lastIndexOf(' ');
    return checksum(text.substring(0, space)).equals(text.substring(space + 1).strip());
  }

  /** Puts the file in place in one step, durably. */
  void write(Path store) throws IOException {
    replace(store, NAME, "ipam-builtin " + VERSION + " " + id + " " + state.word());
  }

  /** Puts a line with its checksum into the place of a file, durably and in one step. */
  static void replace(Path store, String name, String line) throws IOException {
    Path fresh = store.resolve(name + ".new");
    String text = line + " " + checksum(line) + "\n";
    try (FileChannel channel = OwnerOnly.open(fresh)) {
      channel.truncate(0);
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, store.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    OwnerOnly.sync(store);
  }

  static String checksum(String line) {
    CRC32 crc = new CRC32();
    crc.update(line.getBytes(StandardCharsets.ISO_8859_1));
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }

  private static StoreCorruptException corrupt(Path store, String problem) {
    return new StoreCorruptException(store.toString(), "file " + NAME, problem);
  }
}
