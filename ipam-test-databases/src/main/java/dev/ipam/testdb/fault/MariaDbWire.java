package dev.ipam.testdb.fault;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The MySQL protocol: packets of three bytes of length, one of sequence, and a payload. Statements
 * are seen as text (COM_QUERY), as Connector/J sends them unless it is told to prepare on the
 * server; {@code COMMIT} is text always.
 */
final class MariaDbWire implements Wire {
  private static final int HEADER = 4;
  private static final int COM_QUERY = 3;
  private static final int OK = 0;
  private static final int MORE_RESULTS = 8;

  @Override
  public int requestLength(byte[] bytes, int count) {
    return packetLength(bytes, count);
  }

  @Override
  public @Nullable String executedBy(byte[] request) {
    boolean startsCommand = request.length > HEADER && request[3] == 0;
    return startsCommand && request[HEADER] == COM_QUERY
        ? new String(request, HEADER + 1, request.length - HEADER - 1, StandardCharsets.UTF_8)
        : null;
  }

  @Override
  public boolean endsRequest(byte[] request) {
    return true;
  }

  @Override
  public int answerLength(byte[] bytes, int count) {
    return packetLength(bytes, count);
  }

  /**
   * What changes rows, or commits, is answered by one packet, which says whether those of further
   * statements follow; a query's rows are not looked at.
   */
  @Override
  public boolean endsAnswer(byte[] answer) {
    if (answer.length <= HEADER || answer[HEADER] != OK) {
      return true;
    }
    int status = afterNumber(answer, afterNumber(answer, HEADER + 1));
    return (answer[status] & MORE_RESULTS) == 0;
  }

  /**
   * Where the bytes after a number of variable length begin: rows changed, or a row's own number.
   */
  private static int afterNumber(byte[] bytes, int at) {
    return at
        + switch (bytes[at] & 0xff) {
          case 0xfc -> 3;
          case 0xfd -> 4;
          case 0xfe -> 9;
          default -> 1;
        };
  }

  private static int packetLength(byte[] bytes, int count) {
    return count < HEADER
        ? -1
        : HEADER + ((bytes[0] & 0xff) | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16);
  }
}
