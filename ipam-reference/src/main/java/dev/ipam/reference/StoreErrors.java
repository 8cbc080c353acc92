package dev.ipam.reference;

import dev.ipam.error.DriverClosedException;
import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.UnavailableException;
import dev.ipam.reference.db.Failure;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The errors of the contract that failures of the database become. Neither a statement nor the
 * vendor's text is part of them, only its codes; both are in the cause.
 *
 * @param store where the store is, without secrets
 */
record StoreErrors(String store) {
  /**
   * The error of an operation that was given up.
   *
   * @param last why
   * @param earlier why it was tried again before
   * @param outcome what is known of its effect
   */
  IpamException of(SQLException last, List<SQLException> earlier, Outcome outcome) {
    Failure failure = Failure.of(last);
    IpamException error =
        switch (failure) {
          case SCHEMA -> new StoreCorruptException(store, "its tables", failure.reason(), outcome);
          case DAMAGED ->
              new StoreCorruptException(store, "its database", failure.reason(), outcome);
          case OTHER -> new UnavailableException(store, coded(failure, last), outcome, last);
          default -> new UnavailableException(store, failure.reason(), outcome, last);
        };
    if (error.getCause() == null) {
      error.addSuppressed(last);
    }
    earlier.stream().filter(each -> each != last).forEach(error::addSuppressed);
    return error;
  }

  /** What the driver has no words for is looked up by its code. */
  private static String coded(Failure failure, SQLException e) {
    return failure.reason() + " (SQLSTATE " + e.getSQLState() + ", error " + e.getErrorCode() + ")";
  }

  IpamException unavailable(String reason, Outcome outcome, @Nullable Throwable cause) {
    return new UnavailableException(store, reason, outcome, cause);
  }

  static DriverClosedException closed() {
    return new DriverClosedException(ReferenceDriverProvider.NAME);
  }
}
