package dev.ipam.cli;

import dev.ipam.error.IpamException;

/** What the command's exit code says. */
enum ExitCode {
  DONE(0),
  UNEXPECTED(1),
  USAGE(2),
  INVALID(3),
  NOT_FOUND(4),
  CONFLICT(5),
  EXHAUSTED(6),
  UNAVAILABLE(7),
  CORRUPT(8),
  NO_ACTIVE_STORE(9),
  NOT_AS_IT_MUST_BE(10);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static ExitCode of(IpamException failure) {
    if (failure.code().equals("DriverNotActive") || failure.code().equals("StoreNotFound")) {
      return NO_ACTIVE_STORE;
    }
    return switch (failure.category()) {
      case INVALID, UNSUPPORTED -> INVALID;
      case NOT_FOUND -> NOT_FOUND;
      case CONFLICT -> CONFLICT;
      case EXHAUSTED -> EXHAUSTED;
      case UNAVAILABLE -> UNAVAILABLE;
      case CORRUPT -> CORRUPT;
    };
  }
}
