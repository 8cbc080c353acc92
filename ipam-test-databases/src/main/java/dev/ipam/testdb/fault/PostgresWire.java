package dev.ipam.testdb.fault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's protocol, version 3: a byte of type and four of length, but for what a client sends
 * before it has logged in. A driver sends the text of a statement once and then refers to it by
 * name, so names are remembered.
 */
final class PostgresWire implements Wire {
  private static final int LENGTH = 4;
  private static final int VERSION_3 = 3 << 16;

  private final Map<String, String> statements = new HashMap<>();
  private final Map<String, String> portals = new HashMap<>();
  private boolean started;

  @Override
  public int requestLength(byte[] bytes, int count) {
    return started ? typedLength(bytes, count) : untypedLength(bytes, count);
  }

  @Override
  public @Nullable String executedBy(byte[] request) {
    ByteBuffer message = ByteBuffer.wrap(request);
    if (!started) {
      // Before it, a client may ask for encryption, in a message of the same form.
      started = message.getInt(LENGTH) == VERSION_3;
      return null;
    }
    byte type = message.get();
    message.position(message.position() + LENGTH);
    return switch (type) {
      case 'Q' -> text(message);
      case 'E' -> portals.get(text(message));
      case 'P' -> {
        statements.put(text(message), text(message));
        yield null;
      }
      case 'B' -> {
        portals.put(text(message), statements.getOrDefault(text(message), ""));
        yield null;
      }
      default -> null;
    };
  }

  @Override
  public boolean endsRequest(byte[] request) {
    return request[0] == 'S' || request[0] == 'Q';
  }

  @Override
  public int answerLength(byte[] bytes, int count) {
    return typedLength(bytes, count);
  }

  /** It is whole when the server says that it is ready for the next. */
  @Override
  public boolean endsAnswer(byte[] answer) {
    return answer[0] == 'Z';
  }

  private static int typedLength(byte[] bytes, int count) {
    return count < 1 + LENGTH ? -1 : 1 + ByteBuffer.wrap(bytes).getInt(1);
  }

  private static int untypedLength(byte[] bytes, int count) {
    return count < LENGTH ? -1 : ByteBuffer.wrap(bytes).getInt(0);
  }

  /** Takes out a text, which a zero byte ends. */
  private static String text(ByteBuffer message) {
    int length = 0;
    while (message.get(message.position() + length) != 0) {
      length++;
    }
    byte[] text = new byte[length];
    message.get(text);
    message.get();
    return new String(text, StandardCharsets.UTF_8);
  }
}
