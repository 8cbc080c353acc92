package dev.ipam.testdb.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports of the loopback interface. They lie below those that the operating system gives to
 * outgoing connections: a client that knocks at a server which is down would otherwise sooner or
 * later take the server's port, or even connect to itself.
 *
 * @since 0.1
 */
public final class Ports {
  private static final int FIRST = 20_000;
  private static final int END = 32_000;
  private static final Set<Integer> GIVEN = new HashSet<>();

  private Ports() {}

  /**
   * A port that is free now and that this JVM gives to nobody else.
   *
   * @return the port
   */
  public static synchronized int next() {
    for (int attempt = 0; attempt < END - FIRST; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (!GIVEN.contains(port) && isFree(port)) {
        GIVEN.add(port);
        return port;
      }
    }
    throw new IllegalStateException("No free port from " + FIRST + " to " + (END - 1) + ".");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
