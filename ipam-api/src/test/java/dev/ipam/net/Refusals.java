package dev.ipam.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ipam.error.IpamException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a refused value must say. */
final class Refusals {
  private Refusals() {}

  static IpamException refused(String code, ThrowingCallable call) {
    IpamException refusal = catchThrowableOfType(IpamException.class, call);
    assertThat(refusal).as("refusal").isNotNull();
    assertThat(refusal.code()).as("code of: %s", refusal.getMessage()).isEqualTo(code);
    return refusal;
  }

  /** Expects a sentence; its capital and full stop are left out in the tests' tables. */
  static void refused(String code, String message, ThrowingCallable call) {
    assertThat(refused(code, call))
        .hasMessage(Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".");
  }
}
