package dev.ipam.reference.db;

import java.sql.SQLException;

/** A statement that failed, on its way to where it is decided what that means. */
public final class SqlFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final SQLException failure;

  /** Wraps what the database said. */
  public SqlFailure(SQLException failure) {
    super(failure);
    this.failure = failure;
  }

  /** What the database said. */
  public SQLException failure() {
    return failure;
  }
}
