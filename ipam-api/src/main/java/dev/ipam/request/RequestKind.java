package dev.ipam.request;

/**
 * The kind of request that an allocation came from.
 *
 * @since 0.1
 */
public enum RequestKind {
  /** {@link AddressRequest.Any}. */
  ANY,
  /** {@link AddressRequest.PreferNext}. */
  PREFER_NEXT,
  /** {@link AddressRequest.Specific}. */
  SPECIFIC,
  /** {@link AddressRequest.Automatic}. */
  AUTOMATIC,
  /** {@link AddressRequest.Gateway}. */
  GATEWAY,
  /** {@link AddressRequest.Bulk}. */
  BULK
}
