package dev.ipam.reference.mutants;

import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.TransactionConflictException;
import dev.ipam.error.UnavailableException;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.spi.IpamDriver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Faults of a guest in its caller's transaction, one for each rule at least. */
final class TransactionMutants {
  private TransactionMutants() {}

  /**
   * A driver with one fault.
   *
   * @param rule the rule that it breaks
   * @param fault what it does wrong, to follow "a driver that"
   * @param subject the driver
   */
  record Mutant(String rule, String fault, Guest subject) {}

  static List<Mutant> all() {
    return List.of(
        new Mutant(
            "6.30", "writes on a connection of its own", new Guest(new WritesBesideTheCaller())),
        new Mutant(
            "6.31",
            "lets others take what an open transaction has set aside",
            new Guest(new GivesTwice())),
        new Mutant(
            "6.32",
            "says that an address is taken which an open transaction may give back",
            new Guest(new CallsItTaken())),
        new Mutant(
            "6.33",
            "says of a conflict that the address is taken",
            new Guest(new HidesConflicts())),
        new Mutant(
            "6.33",
            "says of transactions that wait for each other that the store is not available",
            new Guest(new CallsADeadlockAnOutage())),
        new Mutant("6.34", "commits after every operation", new Guest(new CommitsForTheCaller())),
        new Mutant(
            "6.34",
            "rolls the caller's transaction back when an operation fails",
            new Guest(new RollsBackForTheCaller())));
  }

  private static final class WritesBesideTheCaller implements Guest.Fault {
    @Override
    public Object joined(IpamDriver driver, Connection connection, Guest.Operation operation) {
      return switch (operation.name()) {
        case "allocate" -> driver.allocate((AllocationRequest) operation.argument());
        case "release" -> driver.release((ReleaseRequest) operation.argument());
        default -> operation.run();
      };
    }
  }

  private static final class GivesTwice implements Guest.Fault {
    private final List<Allocation> aside = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Object joined(IpamDriver driver, Connection connection, Guest.Operation operation) {
      Object answer = operation.run();
      if (operation.name().equals("allocate")) {
        for (Object each : (List<?>) answer) {
          aside.add((Allocation) each);
        }
      }
      return answer;
    }

    @Override
    public List<Allocation> allocate(IpamDriver driver, AllocationRequest request) {
      if (request.address() instanceof AddressRequest.Any) {
        for (Allocation each : List.copyOf(aside)) {
          if (request.subnetIds().contains(each.subnetId())
              && driver.find(each.subnetId(), each.address()).isEmpty()) {
            return List.of(each);
          }
        }
      }
      return driver.allocate(request);
    }
  }

  private static final class CallsItTaken implements Guest.Fault {
    @Override
    public List<Allocation> allocate(IpamDriver driver, AllocationRequest request) {
      try {
        return driver.allocate(request);
      } catch (UnavailableException e) {
        throw taken(request, e);
      }
    }
  }

  private static final class HidesConflicts implements Guest.Fault {
    @Override
    public Object joined(IpamDriver driver, Connection connection, Guest.Operation operation) {
      try {
        return operation.run();
      } catch (TransactionConflictException | UnavailableException e) {
        throw taken((AllocationRequest) operation.argument(), e);
      }
    }
  }

  private static final class CallsADeadlockAnOutage implements Guest.Fault {
    @Override
    public Object joined(IpamDriver driver, Connection connection, Guest.Operation operation) {
      try {
        return operation.run();
      } catch (TransactionConflictException e) {
        throw new UnavailableException("the store", "it waits", Outcome.NOT_APPLIED, e);
      }
    }
  }

  private static RuntimeException taken(AllocationRequest request, IpamException e) {
    return request.address() instanceof AddressRequest.Specific specific
        ? new AddressAlreadyAllocatedException(
            request.subnetIds().get(0), specific.address().toString())
        : e;
  }

  private static final class CommitsForTheCaller implements Guest.Fault {
    @Override
    public Object joined(IpamDriver driver, Connection connection, Guest.Operation operation)
        throws SQLException {
      Object answer = operation.run();
      connection.commit();
      return answer;
    }
  }

  private static final class RollsBackForTheCaller implements Guest.Fault {
    @Override
    public Object joined(IpamDriver driver, Connection connection, Guest.Operation operation)
        throws SQLException {
      try {
        return operation.run();
      } catch (IpamException e) {
        connection.rollback();
        throw e;
      }
    }
  }
}
