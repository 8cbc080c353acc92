package dev.ipam.migration.shadow;

import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.spi.AllocationTransfer;
import dev.ipam.spi.ForwardingDriver;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.JdbcTransactions;
import dev.ipam.spi.JointAllocation;
import dev.ipam.spi.OwnerLookup;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The driver that serves, with what it is asked noted in a journal. */
final class WatchedDriver extends ForwardingDriver {
  private final Journal journal;

  WatchedDriver(IpamDriver real, Journal journal) {
    super(real);
    this.journal = journal;
  }

  private <R> R noted(Operation operation, Supplier<R> asking) {
    Journal.Call call = journal.begin(operation.subnetId());
    Outcome outcome = new Outcome.Unclear();
    try {
      R answer = asking.get();
      outcome = new Outcome.Granted(answer);
      return answer;
    } catch (RuntimeException e) {
      outcome = Outcome.of(e);
      throw e;
    } finally {
      journal.end(call, operation, outcome);
    }
  }

  /** What touches several subnets is told by the changes alone. */
  private <R> R elsewhere(Supplier<R> operation) {
    Journal.Call call = journal.begin(null);
    try {
      return operation.get();
    } finally {
      journal.end(call);
    }
  }

  @Override
  public Subnet createSubnet(SubnetRequest request) {
    return noted(new Operation.Create(request), () -> super.createSubnet(request));
  }

  @Override
  public Subnet updateSubnet(SubnetUpdate update) {
    return noted(new Operation.Update(update), () -> super.updateSubnet(update));
  }

  @Override
  public long removeSubnet(String subnetId, boolean force) {
    return noted(new Operation.Remove(subnetId, force), () -> super.removeSubnet(subnetId, force));
  }

  @Override
  public List<Allocation> allocate(AllocationRequest request) {
    return request.subnetIds().size() == 1
        ? noted(
            new Operation.Allocate(request.subnetIds().get(0), request),
            () -> super.allocate(request))
        : elsewhere(() -> super.allocate(request));
  }

  @Override
  public Optional<Allocation> release(ReleaseRequest request) {
    return noted(new Operation.Release(request), () -> super.release(request));
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return delegate().extension(type).map(part -> type.cast(watched(part, type)));
  }

  private Object watched(Object part, Class<?> type) {
    if (type == AllocationTransfer.class) {
      AllocationTransfer transfer = (AllocationTransfer) part;
      return (AllocationTransfer) request -> elsewhere(() -> transfer.transfer(request));
    }
    if (type == JointAllocation.class) {
      JointAllocation joint = (JointAllocation) part;
      return (JointAllocation) request -> elsewhere(() -> joint.allocateTogether(request));
    }
    if (type == JdbcTransactions.class) {
      JdbcTransactions transactions = (JdbcTransactions) part;
      return (JdbcTransactions)
          connection -> {
            journal.beginWithoutEnd();
            return transactions.join(connection);
          };
    }
    return type == OwnerLookup.class ? watched((OwnerLookup) part) : part;
  }

  private OwnerLookup watched(OwnerLookup owners) {
    return new OwnerLookup() {
      @Override
      public Stream<Allocation> allocationsOf(String owner) {
        return owners.allocationsOf(owner);
      }

      @Override
      public List<Allocation> releaseOwner(String owner) {
        return elsewhere(() -> owners.releaseOwner(owner));
      }
    };
  }
}
