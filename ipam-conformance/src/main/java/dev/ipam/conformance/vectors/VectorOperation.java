package dev.ipam.conformance.vectors;

import java.util.List;
import java.util.Locale;

/**
 * An operation of which outcomes were recorded.
 *
 * @since 0.1
 */
public enum VectorOperation {
  /** May an address be allocated by name. */
  ADDRESS_USABLE(481, Level.VALUE, VectorFile.ADDRESS_CHECKS),
  /** May an address be the gateway. */
  GATEWAY_REFUSED(256, Level.VALUE, VectorFile.ADDRESS_CHECKS),
  /** The address of a prefix and a MAC. */
  ADDRESS_DERIVE(207, Level.VALUE, VectorFile.DERIVED_ADDRESSES),
  /** An address from its text. */
  ADDRESS_REQUEST_EXACT(11, Level.VALUE, VectorFile.DERIVED_ADDRESSES),
  /** Which request a port's wishes become. */
  ADDRESS_REQUEST_CHOOSE(23, Level.VALUE, VectorFile.DERIVED_ADDRESSES),
  /** Which request a subnet's wishes become. */
  SUBNET_REQUEST_CHOOSE(23, Level.VALUE, VectorFile.DERIVED_ADDRESSES),
  /** The default allocation pools. */
  POOLS_GENERATE(971, Level.VALUE, VectorFile.GENERATED_POOLS),
  /** Is a request for one CIDR valid. */
  SUBNET_REQUEST_SPECIFIC(994, Level.VALUE, VectorFile.SUBNET_REQUESTS),
  /** Is a request for any block valid. */
  SUBNET_REQUEST_ANY(150, Level.VALUE, VectorFile.SUBNET_REQUESTS),
  /** Which pools does a created subnet have. */
  POOLS_PLAN(968, Level.VALUE, VectorFile.SUBNET_REQUESTS),
  /** Steps on the reference driver. */
  ADDRESS_SEQUENCE(223, Level.DRIVER, VectorFile.ADDRESS_SEQUENCES),
  /** Steps on the historical built-in allocator. */
  BUILTIN_SEQUENCE(95, Level.DRIVER, VectorFile.BUILTIN_SEQUENCES),
  /** Steps on which the built-in allocator and the reference driver differ. */
  BUILTIN_DIFFERENCE(84, Level.DRIVER, VectorFile.BUILTIN_VS_REFERENCE),
  /** Allocation from ordered lists of subnets. */
  GROUP_SEQUENCE(58, Level.DRIVER, VectorFile.SUBNET_GROUPS),
  /** Defaults and bounds of a subnet pool. */
  SUBNET_POOL_DEFINE(153, Level.VALUE, VectorFile.SUBNET_POOL_DEFINITIONS),
  /** Subnets of a subnet pool. */
  SUBNET_POOL_SEQUENCE(126, Level.DRIVER, VectorFile.SUBNET_POOL_ALLOCATION),
  /** The copy of the built-in allocator's rows to the reference driver's. */
  MIGRATE(10, Level.NOT_YET, VectorFile.MIGRATION);

  /**
   * What an operation needs to be replayed.
   *
   * @since 0.1
   */
  public enum Level {
    /** Values alone. */
    VALUE,
    /** A driver. */
    DRIVER,
    /** Something that is not there yet. */
    NOT_YET
  }

  private final int vectors;
  private final Level level;
  private final VectorFile file;

  VectorOperation(int vectors, Level level, VectorFile file) {
    this.vectors = vectors;
    this.level = level;
    this.file = file;
  }

  /**
   * Returns the name that the vectors give the operation.
   *
   * @return the name, for example {@code address.usable}
   */
  public String label() {
    return switch (this) {
      case ADDRESS_REQUEST_EXACT -> "address_request.exact";
      case ADDRESS_REQUEST_CHOOSE -> "address_request.choose";
      case SUBNET_REQUEST_CHOOSE -> "subnet_request.choose";
      case SUBNET_REQUEST_SPECIFIC -> "subnet_request.specific";
      case SUBNET_REQUEST_ANY -> "subnet_request.any";
      case SUBNET_POOL_DEFINE -> "subnet_pool.define";
      case SUBNET_POOL_SEQUENCE -> "subnet_pool.sequence";
      case MIGRATE -> "migrate";
      default -> name().toLowerCase(Locale.ROOT).replace('_', '.');
    };
  }

  /**
   * Returns what the operation needs to be replayed.
   *
   * @return the level
   */
  public Level level() {
    return level;
  }

  VectorFile file() {
    return file;
  }

  /** Reads the operation's vectors; losing one fails. */
  List<Vector> read() {
    List<Vector> read =
        file.read().stream().filter(vector -> vector.operation().equals(label())).toList();
    if (read.size() != vectors) {
      throw new IllegalStateException(
          label() + " has " + read.size() + " vectors and must have " + vectors);
    }
    return read;
  }
}
