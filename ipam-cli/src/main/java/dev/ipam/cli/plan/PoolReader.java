package dev.ipam.cli.plan;

import dev.ipam.cli.text.Texts;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AddressScope;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the address scopes and subnet pools of a plan. */
final class PoolReader {
  private static final List<String> SCOPE_KEYS = List.of("id", "family", "project", "shared");
  private static final List<String> POOL_KEYS =
      List.of("id", "prefixes", "min", "default", "max", "quota", "scope", "project", "shared");

  private final List<Fault> faults;
  private final Map<String, Plan.PlannedScope> scopes = new LinkedHashMap<>();
  private final Map<String, Plan.PlannedPool> pools = new LinkedHashMap<>();
  private final Map<String, Integer> scopeLines = new HashMap<>();
  private final Map<String, Integer> poolLines = new HashMap<>();

  PoolReader(List<Fault> faults) {
    this.faults = faults;
  }

  List<Plan.PlannedScope> scopes() {
    return List.copyOf(scopes.values());
  }

  List<Plan.PlannedPool> pools() {
    return List.copyOf(pools.values());
  }

  void scope(Node.Mapping mapping) {
    MappingReader reader = new MappingReader("an address scope", mapping, SCOPE_KEYS, faults);
    int before = faults.size();
    String id = reader.required("id", text -> text);
    IpFamily family = reader.required("family", Texts::family);
    String project = project(reader);
    Boolean shared = reader.value("shared", Texts::flag);
    if (isRepeated(reader, "Address scope", id, scopeLines) || faults.size() > before) {
      return;
    }
    AddressScope scope =
        reader.attempt(
            reader.line("id"),
            () ->
                new AddressScope(
                    Objects.requireNonNull(id),
                    project,
                    Objects.requireNonNull(family),
                    Boolean.TRUE.equals(shared)));
    if (scope != null) {
      scopes.put(scope.id(), new Plan.PlannedScope(reader.line(), scope, reader.keys()));
    }
  }

  void pool(Node.Mapping mapping) {
    MappingReader reader = new MappingReader("a subnet pool", mapping, POOL_KEYS, faults);
    int before = faults.size();
    String id = reader.required("id", text -> text);
    if (!reader.has("prefixes")) {
      reader.fault(reader.line(), "There is no \"prefixes\" for a subnet pool; add one.");
    }
    List<Cidr> prefixes = new ArrayList<>();
    for (String text : reader.texts("prefixes")) {
      Cidr prefix = reader.attempt(reader.line("prefixes"), () -> Cidr.parse(text));
      if (prefix != null) {
        prefixes.add(prefix);
      }
    }
    Integer minimum = reader.value("min", Texts::prefixLength);
    Integer usual = reader.value("default", Texts::prefixLength);
    Integer maximum = reader.value("max", Texts::prefixLength);
    BigInteger quota = reader.value("quota", Texts::quota);
    String scopeId = reader.value("scope", text -> text);
    String project = project(reader);
    Boolean shared = reader.value("shared", Texts::flag);
    if (isRepeated(reader, "Subnet pool", id, poolLines) || faults.size() > before) {
      return;
    }
    SubnetPoolRequest request =
        reader.attempt(
            reader.line(),
            () ->
                new SubnetPoolRequest(
                    Objects.requireNonNull(id),
                    project,
                    prefixes,
                    minimum,
                    maximum,
                    usual,
                    quota,
                    scopeId,
                    Boolean.TRUE.equals(shared)));
    if (request != null) {
      pools.put(request.poolId(), new Plan.PlannedPool(reader.line(), request, reader.keys()));
    }
  }

  private static String project(MappingReader reader) {
    String project = reader.value("project", text -> text);
    return project == null ? SubnetRequest.DEFAULT_PROJECT : project;
  }

  private static boolean isRepeated(
      MappingReader reader, String what, @Nullable String id, Map<String, Integer> lines) {
    if (id == null) {
      return false;
    }
    Integer earlier = lines.putIfAbsent(id, reader.line());
    if (earlier == null) {
      return false;
    }
    reader.fault(
        reader.line("id"),
        what
            + " "
            + MappingReader.quote(id)
            + " stands here twice, first in line "
            + earlier
            + "; rename one.");
    return true;
  }

  /**
   * The subnet that a request for any block would get, were the pool's first block of that length
   * free; nothing where the plan does not have the pool.
   *
   * @throws dev.ipam.error.IpamException if the pool as the plan has it would refuse the request
   */
  @Nullable Subnet example(AnySubnetRequest request) {
    Plan.PlannedPool planned = pools.get(request.poolId());
    if (planned == null) {
      return null;
    }
    SubnetPool pool = SubnetPool.of(planned.request());
    int length = pool.prefixLengthFor(request);
    Cidr block = Cidr.containing(pool.prefixes().get(0).first(), length);
    // A gateway given by address need not suit this block to suit the one that comes.
    boolean explicit = request.settings().gateway() instanceof GatewayChoice.Explicit;
    AnySubnetRequest fitting =
        explicit ? (AnySubnetRequest) request.withGateway(GatewayChoice.AUTOMATIC) : request;
    return Subnet.of(fitting, block);
  }
}
