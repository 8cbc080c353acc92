package dev.ipam.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a test may take, as the system property says. */
@Isolated
class KitPropertiesTest {
  @AfterEach
  void unset() {
    System.clearProperty(KitProperties.PATIENCE);
  }

  @Test
  void patienceIsAMinuteOrWhatTheSystemPropertySays() {
    assertThat(KitProperties.patience()).isEqualTo(Duration.ofMinutes(1));
    System.setProperty(KitProperties.PATIENCE, "300");
    assertThat(KitProperties.patience()).isEqualTo(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1.5", "1 min", "86401", "99999999999"})
  void anythingElseIsRefused(String text) {
    System.setProperty(KitProperties.PATIENCE, text);
    assertThatThrownBy(KitProperties::patience)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ipam.conformance.patience-seconds is \""
                + text
                + "\"; say a whole number of seconds from 1 to 86400");
  }
}
