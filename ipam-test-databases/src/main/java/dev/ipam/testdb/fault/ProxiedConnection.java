package dev.ipam.testdb.fault;

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

  private void passAnswers() throws IOException, InterruptedException {
    InputStream in = server.getInputStream();
    OutputStream out = client.getOutputStream();
    Messages answer = new Messages();
    byte[] chunk = new byte[CHUNK];
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      delay();
      Cut cut = answerToLose;
      if (cut == null) {
        out.write(chunk, 0, read);
        continue;
      }
      answer.add(chunk, read);
      byte[] message;
      while ((message = answer.next(wire::answerLength)) != null) {
        if (wire.endsAnswer(message)) {
          cut.done();
          return;
        }
      }
    }
  }

  private void delay() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(proxy.delayNanos());
  }
}
