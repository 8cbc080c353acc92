package dev.ipam.testdb.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Free ports of the loopback interface. They lie below those that the operating system gives to
 * outgoing connections: a client that knocks at a server which is down would otherwise sooner or
 * later take the server's port, or even connect to itself.
 *
 * <p>Nor does another JVM that runs tests take the port of a server that is down: each takes its
 * ports from slices that it has for itself, as long as it listens on their first port.
 *
 * @since 0.1
 */
public final class Ports {
  private static final int FIRST = 20_000;
  private static final int END = 32_000;
  private static final int SLICE = 500;

  /** Never read: what shows other JVMs whose the slices are. */
  private static final List<ServerSocket> CLAIMS = new ArrayList<>();

  private static Iterator<Integer> left = Collections.emptyIterator();

  private Ports() {}

  /**
   * A port that is free now and that neither this JVM nor another gives to somebody else.
   *
   * @return the port
   */
  public static synchronized int next() {
    while (true) {
      while (left.hasNext()) {
        int port = left.next();
        if (isFree(port)) {
          return port;
        }
      }
      left = shuffled(claim() + 1, SLICE - 1).iterator();
    }
  }

  private static int claim() {
    for (int slice : shuffled(0, (END - FIRST) / SLICE)) {
      int first = FIRST + slice * SLICE;
      try {
        CLAIMS.add(listen(first));
        return first;
      } catch (IOException taken) {
        // Somebody else has it, or this JVM has used it up.
      }
    }
    throw new IllegalStateException("No free ports from " + FIRST + " to " + (END - 1) + ".");
  }

  private static List<Integer> shuffled(int first, int count) {
    List<Integer> all = new ArrayList<>(IntStream.range(first, first + count).boxed().toList());
    Collections.shuffle(all);
    return all;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = listen(port)) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }
}
