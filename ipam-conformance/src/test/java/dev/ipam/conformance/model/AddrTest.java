package dev.ipam.conformance.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddrTest {
  @Test
  void printsAsRfc5952Says() {
    for (String text :
        List.of(
            "::",
            "::1",
            "2001:db8::1",
            "2001:db8:0:1:1:1:1:1",
            "2001:0:0:1::1",
            "1::",
            "::ffff:192.0.2.1",
            "fe80::ffff:ffff:ffff:fff0",
            "0.0.0.0",
            "255.255.255.255")) {
      assertThat(Addr.parse(text)).hasToString(text);
    }
  }

  @Test
  void readsAsTheJdkDoes() throws UnknownHostException {
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      for (int zero = random.nextInt(16); zero < random.nextInt(17); zero++) {
        bytes[zero] = 0;
      }
      String text = InetAddress.getByAddress(bytes).getHostAddress();
      assertThat(Addr.parse(text)).isEqualTo(new Addr(Addr.V6, new BigInteger(1, bytes)));
      assertThat(Addr.parse(Addr.parse(text).toString())).isEqualTo(Addr.parse(text));
    }
  }
}
