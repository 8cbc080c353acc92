package dev.ipam.error;

/**
 * The changes since a position were asked for and are not all kept.
 *
 * @since 0.1
 */
public final class ChangesNotKeptException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String position;
  private final String earliest;

  /**
   * Makes the exception.
   *
   * @param position the position that was asked for
   * @param earliest the earliest one from which on all changes are kept
   */
  public ChangesNotKeptException(String position, String earliest) {
    super(
        Fault.of(
                "ChangesNotKept",
                Category.NOT_FOUND,
                "The changes since "
                    + quote(position)
                    + " are not kept, only those since "
                    + quote(earliest)
                    + "; copy everything anew and follow from there, or keep changes for longer.")
            .with("position", position)
            .with("earliest", earliest));
    this.position = position;
    this.earliest = earliest;
  }

  /**
   * Returns the position that was asked for.
   *
   * @return the position
   */
  public String position() {
    return position;
  }

  /**
   * Returns the earliest position from which on all changes are kept.
   *
   * @return the position
   */
  public String earliest() {
    return earliest;
  }
}
