package dev.ipam.reference.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.ConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The servers of a cluster, as its URL names them. */
class DatabaseAddressTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:mariadb://a/ipam | jdbc:mariadb://a/ipam",
        "jdbc:mariadb:loadbalance://a:1,b:2/ipam?x=/,y | jdbc:mariadb://a:1/ipam?x=/,y"
            + " jdbc:mariadb://b:2/ipam?x=/,y",
        "jdbc:mariadb:sequential://[2001:db8::1]:1, b/ipam | jdbc:mariadb://[2001:db8::1]:1/ipam"
            + " jdbc:mariadb://b/ipam",
        "jdbc:mariadb://address=(host=a)(port=1),b | jdbc:mariadb://address=(host=a)(port=1)"
            + " jdbc:mariadb://b",
        "jdbc:postgresql://a,b/ipam | ''"
      })
  void namesEachServer(String url, String servers) {
    assertThat(String.join(" ", DatabaseAddress.of("url", url).servers())).isEqualTo(servers);
  }

  /** JDBC drivers name the host, with all that they take for it, in logs and errors. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://me:hush@db/ipam",
        "jdbc:postgresql://me:hu/hush@db/ipam?ssl=true",
        "jdbc:mariadb://me:hush@db/ipam",
        "jdbc:mariadb:loadbalance://a,me:hush@b"
      })
  void aPasswordBeforeTheHostIsRefusedWithoutNamingIt(String url) {
    assertThatThrownBy(() -> DatabaseAddress.of("ipam.reference.url", url))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("ipam.reference.url")
        .hasMessageContaining("ipam.reference.password")
        .hasMessageNotContaining("hush");
    String parameter = "jdbc:mariadb://db/ipam?sessionVariables=x='a@b'";
    assertThat(DatabaseAddress.of("url", parameter).url()).isEqualTo(parameter);
  }

  /** It would send statements again, with the commit, whatever others wrote meanwhile. */
  @ParameterizedTest
  @ValueSource(strings = {"transactionReplay=true", "x=1&TransactionReplay"})
  void aReplayOfTransactionsIsRefused(String option) {
    assertThatThrownBy(() -> DatabaseAddress.of("url", "jdbc:mariadb://a/ipam?" + option))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("transactionReplay");
    String without = "jdbc:mariadb://a/ipam?transactionReplay=false";
    assertThat(DatabaseAddress.of("url", without).url()).isEqualTo(without);
  }
}
