package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.error.Outcome;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreErrorsTest {
  private final StoreErrors errors = new StoreErrors("mariadb://db/ipam");

  @Test
  void aFailureThatHasNoNameIsToldByItsCodes() {
    SQLException failure = new SQLException("INSERT INTO secret failed", "HY000", 1999);

    assertThat(errors.of(failure, List.of(), Outcome.NOT_APPLIED))
        .hasMessageContaining("(SQLSTATE HY000, error 1999)")
        .message()
        .doesNotContain("secret");
  }

  @Test
  void oneThatHasANameIsToldByIt() {
    SQLException failure = new SQLException("disk", "HY000", 1114);

    assertThat(errors.of(failure, List.of(), Outcome.NOT_APPLIED))
        .hasMessageContaining("no space is left")
        .message()
        .doesNotContain("1114");
  }
}
