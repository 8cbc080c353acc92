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
  public int answerLength(byte[] bytes, int count) {
    return packetLength(bytes, count);
  }

  /** What changes rows, or commits, is answered by one packet; a query's rows are not looked at. */
  @Override
  public boolean endsAnswer(byte[] answer) {
    return true;
  }

  private static int packetLength(byte[] bytes, int count) {
    return count < HEADER
        ? -1
        : HEADER + ((bytes[0] & 0xff) | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16);
  }
}
