package dev.ipam.migration.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lines through a connection, each bounded in size and in the time that it may take. */
final class Lines implements AutoCloseable {
  /** The longest line, without its end. */
  static final int LONGEST = 8_192;

  private final SocketChannel channel;
  private final Selector selector;
  private final ByteBuffer in = ByteBuffer.allocate(LONGEST + 1).flip();

  Lines(SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.configureBlocking(false);
    selector = Selector.open();
    channel.register(selector, SelectionKey.OP_READ);
  }

  /**
   * Reads a line.
   *
   * @return the line; null at the end
   * @throws IOException if it is too long, or does not come in time
   */
  @Nullable String read(Duration most) throws IOException {
    long end = System.nanoTime() + most.toNanos();
    int seen = 0;
    while (true) {
      for (; seen < in.remaining(); seen++) {
        if (in.get(in.position() + seen) == '\n') {
          byte[] line = new byte[seen];
          in.get(line).get();
          return new String(line, StandardCharsets.UTF_8);
        }
      }
      if (seen >= LONGEST) {
        throw new IOException("a line is longer than " + LONGEST + " bytes");
      }
      in.compact();
      int read;
      try {
        await(SelectionKey.OP_READ, end);
        read = channel.read(in);
      } finally {
        in.flip();
      }
      if (read < 0) {
        return null;
      }
    }
  }

  /** Writes a line, and waits no longer than so for the other side to take it. */
  void write(String line, Duration most) throws IOException {
    long end = System.nanoTime() + most.toNanos();
    ByteBuffer out = ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8));
    while (out.hasRemaining()) {
      if (channel.write(out) == 0) {
        await(SelectionKey.OP_WRITE, end);
      }
    }
  }

  private void await(int operation, long end) throws IOException {
    channel.keyFor(selector).interestOps(operation);
    long left = (end - System.nanoTime()) / 1_000_000;
    selector.selectedKeys().clear();
    if (left <= 0 || selector.select(left) == 0) {
      throw new IOException("the other side takes too long");
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      selector.close();
    }
  }
}
