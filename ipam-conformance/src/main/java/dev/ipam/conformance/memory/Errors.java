package dev.ipam.conformance.memory;

import dev.ipam.conformance.model.Answer;
import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.AddressCalculationFailedException;
import dev.ipam.error.AddressNotAllocatedException;
import dev.ipam.error.AddressNotUsableException;
import dev.ipam.error.AddressOutsideSubnetException;
import dev.ipam.error.AddressOwnedByAnotherException;
import dev.ipam.error.AddressScopeAlreadyExistsException;
import dev.ipam.error.AddressScopeInUseException;
import dev.ipam.error.AddressScopeNotFoundException;
import dev.ipam.error.IdempotencyConflictException;
import dev.ipam.error.InvalidAddressRequestException;
import dev.ipam.error.InvalidSubnetRequestException;
import dev.ipam.error.InvalidValueException;
import dev.ipam.error.IpamException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.error.NoPrefixAvailableException;
import dev.ipam.error.PrefixLengthOutOfBoundsException;
import dev.ipam.error.PrefixOverlapException;
import dev.ipam.error.QuotaExceededException;
import dev.ipam.error.RequestedPrefixUnavailableException;
import dev.ipam.error.SubnetAlreadyExistsException;
import dev.ipam.error.SubnetInUseException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.error.SubnetPoolAlreadyExistsException;
import dev.ipam.error.SubnetPoolInUseException;
import dev.ipam.error.SubnetPoolNotFoundException;
import dev.ipam.error.UnsupportedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts the model's refusals into ipam-api's errors. */
final class Errors {
  private final Answer.Refused refused;

  private Errors(Answer.Refused refused) {
    this.refused = refused;
  }

  static IpamException of(Answer.Refused refused) {
    return new Errors(refused).error();
  }

  private IpamException error() {
    return switch (refused.code()) {
      case "AddressAlreadyAllocated" ->
          new AddressAlreadyAllocatedException(text("subnet_id"), text("address"));
      case "AddressOwnedByAnother" ->
          new AddressOwnedByAnotherException(text("subnet_id"), text("address"));
      case "AddressNotAllocated" ->
          new AddressNotAllocatedException(text("subnet_id"), text("address"));
      case "AddressNotUsable" ->
          new AddressNotUsableException(text("subnet_id"), text("cidr"), text("address"));
      case "AddressOutsideSubnet" -> outside();
      case "AddressCalculationFailed" ->
          new AddressCalculationFailedException(text("prefix"), text("mac"), refused.message());
      case "InvalidAddressRequest" ->
          new InvalidAddressRequestException(text("subnet_id"), refused.message());
      case "NoAddressAvailable" -> exhausted();
      case "IdempotencyConflict" ->
          new IdempotencyConflictException(text("key"), refused.message());
      case "SubnetNotFound" -> new SubnetNotFoundException(text("subnet_id"));
      case "SubnetAlreadyExists" -> new SubnetAlreadyExistsException(text("subnet_id"));
      case "SubnetInUse" ->
          new SubnetInUseException(text("subnet_id"), whole("allocations").longValueExact());
      case "Unsupported" -> new UnsupportedException(text("capability"), refused.message());
      default -> pools();
    };
  }

  private IpamException pools() {
    return switch (refused.code()) {
      case "SubnetPoolNotFound" -> new SubnetPoolNotFoundException(text("pool_id"));
      case "SubnetPoolAlreadyExists" ->
          new SubnetPoolAlreadyExistsException(text("pool_id"), others("pool_id"));
      case "SubnetPoolInUse" ->
          refused.fields().containsKey("subnets")
              ? SubnetPoolInUseException.removal(text("pool_id"), whole("subnets").longValueExact())
              : SubnetPoolInUseException.drop(
                  text("pool_id"), text("prefix"), text("subnet_id"), text("cidr"));
      case "AddressScopeNotFound" -> new AddressScopeNotFoundException(text("scope_id"));
      case "AddressScopeAlreadyExists" ->
          new AddressScopeAlreadyExistsException(text("scope_id"), others("scope_id"));
      case "AddressScopeInUse" ->
          new AddressScopeInUseException(text("scope_id"), whole("pools").longValueExact());
      case "PrefixOverlap" ->
          new PrefixOverlapException(
              text("scope_id"), text("prefix"), text("other_pool_id"), text("other_prefix"));
      case "PrefixLengthOutOfBounds" ->
          new PrefixLengthOutOfBoundsException(
              text("pool_id"),
              whole("prefix_length").intValueExact(),
              whole("minimum").intValueExact(),
              whole("maximum").intValueExact());
      case "RequestedPrefixUnavailable" ->
          new RequestedPrefixUnavailableException(text("pool_id"), text("cidr"));
      case "NoPrefixAvailable" ->
          new NoPrefixAvailableException(text("pool_id"), whole("prefix_length").intValueExact());
      case "QuotaExceeded" ->
          new QuotaExceededException(
              text("pool_id"), text("project"), plain("used"), plain("requested"), plain("limit"));
      case "InvalidSubnetRequest" -> new InvalidSubnetRequestException("it", refused.message());
      default ->
          new InvalidValueException(
              refused.code(), "It cannot be: " + refused.message() + ".", refused.message());
    };
  }

  private IpamException outside() {
    return refused.fields().get("subnet_ids") instanceof List<?> ids
        ? new AddressOutsideSubnetException(texts(ids), text("address"))
        : new AddressOutsideSubnetException(text("subnet_id"), text("cidr"), text("address"));
  }

  private IpamException exhausted() {
    Object earliest = refused.fields().get("earliest");
    List<?> ids = (List<?>) Objects.requireNonNull(refused.fields().get("subnet_ids"));
    return new NoAddressAvailableException(
        texts(ids),
        whole("requested"),
        whole("free"),
        refused.fields().containsKey("resting") ? whole("resting") : BigInteger.ZERO,
        earliest == null ? null : Instant.parse(earliest.toString()));
  }

  private static List<String> texts(List<?> values) {
    return values.stream().map(String::valueOf).toList();
  }

  private String text(String field) {
    return String.valueOf(refused.fields().get(field));
  }

  private String plain(String field) {
    return new BigDecimal(text(field)).toPlainString();
  }

  private BigInteger whole(String field) {
    return new BigInteger(text(field));
  }

  private Map<String, Object> others(String id) {
    Map<String, Object> rest = new HashMap<>(refused.fields());
    rest.remove(id);
    return rest;
  }
}
