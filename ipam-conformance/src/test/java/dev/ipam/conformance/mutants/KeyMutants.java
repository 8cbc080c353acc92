package dev.ipam.conformance.mutants;

import static dev.ipam.conformance.mutants.Mutant.mutant;
import static dev.ipam.conformance.mutants.Mutant.slip;

import dev.ipam.conformance.model.Slips;
import dev.ipam.error.AddressNotAllocatedException;
import dev.ipam.error.IdempotencyConflictException;
import dev.ipam.error.IpamException;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.TransferRequest;
import dev.ipam.spi.AllocationTransfer;
import dev.ipam.spi.IpamDriver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Chapter 3: tokens, keys, allocate-together and transfer. */
final class KeyMutants {
  private KeyMutants() {}

  static List<Mutant> mutants() {
    return List.of(
        slip("3.40", "counts tokens by subnet", Slips.tokensBySubnet()),
        slip("3.41", "gives 1000 as the first token", Slips.tokensBeginAt1000()),
        slip("3.42", "gives tokens out again after releases", Slips.markIsWhatIsHeld()),
        slip("3.44", "forgets keys", Slips.keysAreForgotten()),
        mutant(
            "3.45",
            "answers any request with a key from what the key got first",
            remembering(false)),
        mutant(
            "3.46",
            "keeps keys by subnet",
            Tamper.with(
                "allocate",
                AllocationRequest.class,
                (driver, request) ->
                    driver.allocate(
                        request.key() == null
                            ? request
                            : request.withKey(Views.first(request) + "/" + request.key())))),
        mutant(
            "3.47",
            "looks the subnet up before the key",
            Tamper.with(
                "allocate",
                AllocationRequest.class,
                (driver, request) -> {
                  request.subnetIds().forEach(driver::subnet);
                  return driver.allocate(request);
                })),
        mutant("3.48", "binds the key of a request that failed", KeyMutants::bindsFailures),
        mutant("3.49", "refuses a key while a request with it is under way", KeyMutants::inFlight)
            .and(WrittenHistories.A_KEY_AT_ONCE),
        mutant(
                "3.50",
                "answers with all that a key got, though part of it is gone",
                remembering(true))
            .seed(610),
        mutant("3.51", "never lets a key go", KeyMutants::usedForEver),
        mutant(
                "3.52",
                "answers the retry of a creation with the subnet as it was created",
                KeyMutants::asCreated)
            .seed(146),
        mutant(
                "3.85",
                "allocates one part after the other, and leaves the first when a later one fails",
                together(
                    (driver, request) -> {
                      List<List<Allocation>> results = new ArrayList<>();
                      request.parts().forEach(part -> results.add(driver.allocate(part)));
                      return results;
                    }))
            .exhibit(11),
        mutant(
            "3.87",
            "has the last part served first",
            together(
                (driver, request) -> {
                  List<AllocationRequest> parts = new ArrayList<>(request.parts());
                  java.util.Collections.reverse(parts);
                  List<List<Allocation>> results =
                      new ArrayList<>(
                          driver
                              .extension(dev.ipam.spi.JointAllocation.class)
                              .orElseThrow()
                              .allocateTogether(new JointRequest(parts, request.key())));
                  java.util.Collections.reverse(results);
                  return results;
                })),
        mutant(
            "3.89",
            "frees the address and takes it again for the new owner",
            transferring(
                (driver, request) -> {
                  driver.release(ReleaseRequest.of(request.subnetId(), request.address()));
                  Views.pause();
                  return driver
                      .allocate(
                          AllocationRequest.specific(request.subnetId(), request.address())
                              .withOwner(request.newOwner()))
                      .get(0);
                })),
        slip("3.90", "keeps the token in a transfer", Slips.transferKeeps(true)),
        mutant(
            "3.91",
            "transfers an allocation whatever its token",
            transferring(
                (driver, request) -> {
                  long token =
                      driver
                          .find(request.subnetId(), request.address())
                          .orElseThrow(
                              () ->
                                  new AddressNotAllocatedException(
                                      request.subnetId(), request.address().toString()))
                          .token();
                  return driver
                      .extension(AllocationTransfer.class)
                      .orElseThrow()
                      .transfer(
                          new TransferRequest(
                              request.subnetId(),
                              request.address(),
                              token,
                              request.newOwner(),
                              request.key()));
                })),
        slip("3.92", "keeps the key in a transfer", Slips.transferKeeps(false)));
  }

  private static UnaryOperator<IpamDriver> together(
      Tamper.Fault<JointRequest, List<List<Allocation>>> fault) {
    return Tamper.with("allocateTogether", JointRequest.class, fault);
  }

  private static UnaryOperator<IpamDriver> transferring(
      Tamper.Fault<TransferRequest, Allocation> fault) {
    return Tamper.with("transfer", TransferRequest.class, fault);
  }

  /** Answers from memory where the model refuses a key, the same request or any. */
  private static UnaryOperator<IpamDriver> remembering(boolean sameOnly) {
    return real -> {
      Map<String, AllocationRequest> requests = new HashMap<>();
      Map<String, List<Allocation>> results = new HashMap<>();
      return Tamper.with(
              "allocate",
              AllocationRequest.class,
              (driver, request) -> {
                try {
                  List<Allocation> result = driver.allocate(request);
                  requests.put(request.key(), request);
                  results.put(request.key(), result);
                  return result;
                } catch (IdempotencyConflictException e) {
                  boolean same = request.equals(requests.get(request.key()));
                  if (results.containsKey(request.key()) && same == sameOnly) {
                    return results.get(request.key());
                  }
                  throw e;
                }
              })
          .apply(real);
    };
  }

  private static IpamDriver bindsFailures(IpamDriver real) {
    Set<String> failed = ConcurrentHashMap.newKeySet();
    return Tamper.with(
            "allocate",
            AllocationRequest.class,
            (driver, request) -> {
              if (request.key() != null && failed.contains(request.key())) {
                throw new IdempotencyConflictException(request.key(), "its request failed");
              }
              try {
                return driver.allocate(request);
              } catch (IpamException e) {
                if (request.key() != null) {
                  failed.add(request.key());
                }
                throw e;
              }
            })
        .apply(real);
  }

  private static IpamDriver inFlight(IpamDriver real) {
    Set<String> busy = ConcurrentHashMap.newKeySet();
    return Tamper.with(
            "allocate",
            AllocationRequest.class,
            (driver, request) -> {
              if (request.key() == null) {
                return driver.allocate(request);
              }
              if (!busy.add(request.key())) {
                throw new IdempotencyConflictException(request.key(), "it is in use");
              }
              try {
                Views.pause();
                return driver.allocate(request);
              } finally {
                busy.remove(request.key());
              }
            })
        .apply(real);
  }

  private static IpamDriver usedForEver(IpamDriver real) {
    Map<String, AllocationRequest> used = new ConcurrentHashMap<>();
    return Tamper.with(
            "allocate",
            AllocationRequest.class,
            (driver, request) -> {
              AllocationRequest before = request.key() == null ? null : used.get(request.key());
              if (before != null && !before.equals(request)) {
                throw new IdempotencyConflictException(request.key(), "it was used before");
              }
              List<Allocation> result = driver.allocate(request);
              if (request.key() != null) {
                used.put(request.key(), request);
              }
              return result;
            })
        .apply(real);
  }

  private static IpamDriver asCreated(IpamDriver real) {
    Map<String, Subnet> first = new ConcurrentHashMap<>();
    return Tamper.with(
            "createSubnet",
            SubnetRequest.class,
            (driver, request) -> {
              Subnet created = driver.createSubnet(request);
              if (request.key() == null) {
                return created;
              }
              first.putIfAbsent(request.key(), created);
              return first.get(request.key());
            })
        .apply(real);
  }
}
