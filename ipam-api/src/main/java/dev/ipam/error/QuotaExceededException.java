package dev.ipam.error;

/**
 * A project would hold more of a subnet pool than its quota.
 *
 * @since 0.1
 */
public final class QuotaExceededException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String poolId;
  private final String project;
  private final String used;
  private final String requested;
  private final String limit;

  /**
   * Makes the exception.
   *
   * @param poolId the subnet pool
   * @param project the project that asked
   * @param used what it holds, in units of the quota
   * @param requested what it asked for, in units of the quota
   * @param limit its quota, in units
   */
  public QuotaExceededException(
      String poolId, String project, String used, String requested, String limit) {
    super(
        Fault.of(
                "QuotaExceeded",
                Category.EXHAUSTED,
                "Project "
                    + quote(project)
                    + " asked for "
                    + requested
                    + " units of subnet pool "
                    + quote(poolId)
                    + " but holds "
                    + used
                    + " of "
                    + limit
                    + "; release subnets, or have the quota raised.")
            .with("pool_id", poolId)
            .with("project", project)
            .with("used", used)
            .with("requested", requested)
            .with("limit", limit));
    this.poolId = poolId;
    this.project = project;
    this.used = used;
    this.requested = requested;
    this.limit = limit;
  }

  /**
   * Returns the subnet pool.
   *
   * @return the subnet pool
   */
  public String poolId() {
    return poolId;
  }

  /**
   * Returns the project that asked.
   *
   * @return the project that asked
   */
  public String project() {
    return project;
  }

  /**
   * Returns what it holds, in units of the quota.
   *
   * @return what it holds, in units of the quota
   */
  public String used() {
    return used;
  }

  /**
   * Returns what it asked for, in units of the quota.
   *
   * @return what it asked for, in units of the quota
   */
  public String requested() {
    return requested;
  }

  /**
   * Returns its quota, in units.
   *
   * @return its quota, in units
   */
  public String limit() {
    return limit;
  }
}
