package dev.ipam.cli.reconcile;

import dev.ipam.cli.text.IoReasons;
import dev.ipam.error.InvalidValueException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads the lines of a text file of unknown origin, which may be endless or no text at all. */
final class BoundedLines {
  /** Longer than anything that such a line holds. */
  private static final int LONGEST_LINE = 2_000;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Path file;
  private final String what;
  private final int most;
  private int line;

  /**
   * Prepares to read.
   *
   * @param file the file
   * @param what what it is, for messages
   * @param most how many lines it may have
   */
  BoundedLines(Path file, String what, int most) {
    this.file = file;
    this.what = what;
    this.most = most;
  }

  /**
   * Reads all lines; line ends are LF or CR LF, the last one may lack, and a byte order mark at the
   * beginning counts for nothing.
   *
   * @param each told of each line
   * @throws UnreadableFileException if the file cannot be read
   * @throws InvalidValueException if it is no such file; also what {@code each} throws, with the
   *     line's number
   */
  void forEach(Consumer<String> each) {
    try (InputStream in = Files.newInputStream(file);
        Reader text =
            new BufferedReader(
                new InputStreamReader(
                    in,
                    StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)))) {
      read(text, each);
    } catch (CharacterCodingException e) {
      line++;
      throw refused("it is not UTF-8 text");
    } catch (IOException e) {
      throw new UnreadableFileException(file, IoReasons.of(e), e);
    }
  }

  private void read(Reader text, Consumer<String> each) throws IOException {
    StringBuilder buffer = new StringBuilder();
    int c = text.read();
    if (c == BYTE_ORDER_MARK) {
      c = text.read();
    }
    while (c >= 0) {
      line++;
      if (line > most) {
        throw refused("there are more than " + most + " lines");
      }
      buffer.setLength(0);
      for (; c >= 0 && c != '\n'; c = text.read()) {
        if (buffer.length() == LONGEST_LINE) {
          throw refused("it is longer than " + LONGEST_LINE + " characters");
        }
        buffer.append((char) c);
      }
      if (!buffer.isEmpty() && buffer.charAt(buffer.length() - 1) == '\r') {
        buffer.setLength(buffer.length() - 1);
      }
      try {
        each.accept(buffer.toString());
      } catch (InvalidValueException e) {
        throw refused(String.valueOf(e.getMessage()).replaceFirst("\\.$", ""));
      }
      c = c < 0 ? c : text.read();
    }
  }

  private InvalidValueException refused(String why) {
    return refusal(what, file, "line " + line + ": " + why);
  }

  static InvalidValueException refusal(String what, Path file, String why) {
    return new InvalidValueException(
        "InvalidFile", "The " + what + " " + file + " cannot be used: " + why + ".", file + "");
  }
}
