package dev.ipam.testdb.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client's connection and the one to the server behind it, with a thread for each direction. */
final class ProxiedConnection {
  private static final int CHUNK = 8192;

  private final FaultProxy proxy;
  private final Socket client;
  private final Socket server;
  private final Wire wire;

  /**
   * Set before the statement is passed on: all that the server sends from then on is its answer.
   */
  private volatile @Nullable Cut answerToLose;

  /** Set before the client loses its connection: nothing of the answer is passed on any more. */
  private volatile @Nullable Hold held;

  ProxiedConnection(FaultProxy proxy, Socket client, Socket server, Wire wire) {
    this.proxy = proxy;
    this.client = client;
    this.server = server;
    this.wire = wire;
  }

  private interface Pump {
    void run() throws IOException, InterruptedException;
  }

  void start() throws IOException {
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    start("requests", this::passRequests);
    start("answers", this::passAnswers);
  }

  private void start(String direction, Pump pump) {
    Thread thread =
        new Thread(
            () -> {
              try {
                pump.run();
              } catch (IOException | InterruptedException ended) {
                // by either side, or by a fault; the other direction ends with it
              } finally {
                cut();
              }
            },
            "fault-proxy-" + direction);
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends it by a reset on both sides. */
  void cut() {
    proxy.forget(this);
    for (Socket socket : new Socket[] {client, server}) {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException alreadyClosed) {
        // which is what was wanted
      }
    }
    Hold hold = held;
    if (hold != null) {
      hold.ended();
    }
  }

  private void passRequests() throws IOException, InterruptedException {
    InputStream in = client.getInputStream();
    OutputStream out = server.getOutputStream();
    Messages messages = new Messages();
    byte[] chunk = new byte[CHUNK];
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      delay();
      messages.add(chunk, read);
      byte[] message;
      while ((message = messages.next(wire::requestLength)) != null) {
        String sql = wire.executedBy(message);
        Hold hold = sql == null ? null : proxy.holdAt(sql);
        if (hold != null) {
          out.write(kept(hold, message, messages, in));
          hold.awaitEnd();
          return;
        }
        Cut cut = sql == null ? null : proxy.cutAt(sql);
        if (cut != null && cut.isAfterExecution()) {
          answerToLose = cut;
        } else if (cut != null) {
          cut.done();
          return;
        }
        out.write(message);
      }
    }
  }

  /** All that the client sends together, from a message on; returned when it may be passed on. */
  private byte[] kept(Hold hold, byte[] first, Messages messages, InputStream in)
      throws IOException, InterruptedException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    byte[] message = first;
    all.write(message);
    while (!wire.endsRequest(message)) {
      byte[] next = messages.next(wire::requestLength);
      while (next == null) {
        messages.add(chunk, in.readNBytes(chunk, 0, 1));
        next = messages.next(wire::requestLength);
      }
      message = next;
      all.write(message);
    }
    held = hold;
    client.setSoLinger(true, 0);
    client.close();
    hold.keep();
    return all.toByteArray();
  }

  private void passAnswers() throws IOException, InterruptedException {
    InputStream in = server.getInputStream();
    OutputStream out = client.getOutputStream();
    Messages answer = new Messages();
    byte[] chunk = new byte[CHUNK];
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      delay();
      Cut cut = answerToLose;
      if (cut == null && held == null) {
        out.write(chunk, 0, read);
        continue;
      }
      answer.add(chunk, read);
      byte[] message;
      while ((message = answer.next(wire::answerLength)) != null) {
        if (wire.endsAnswer(message)) {
          if (cut != null) {
            cut.done();
          }
          return;
        }
      }
    }
  }

  private void delay() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(proxy.delayNanos());
  }
}
