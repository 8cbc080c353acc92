package dev.ipam.cli.plan;

import dev.ipam.cli.text.IoReasons;
import dev.ipam.cli.text.Texts;
import dev.ipam.error.InvalidValueException;
import dev.ipam.net.Cidr;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a plan file, and finds everything that is wrong with it before anything is changed. */
public final class PlanReader {
  private static final int MAX_BYTES = 32 << 20;
  private static final List<String> KEYS =
      List.of("version", "scopes", "subnet-pools", "subnets", "addresses");
  private static final List<String> SUBNET_KEYS =
      List.of(
          "id",
          "cidr",
          "from-pool",
          "prefix-length",
          "project",
          "gateway",
          "pools",
          "policy",
          "rest",
          "addresses");

  /** The name of no subnet: an id is never empty. */
  private static final String NOWHERE = "";

  private final String file;
  private final List<Fault> faults = new ArrayList<>();
  private final PoolReader pools = new PoolReader(faults);
  private final Map<String, SubnetDraft> drafts = new LinkedHashMap<>();

  private PlanReader(String file) {
    this.file = file;
  }

  /**
   * Reads a plan.
   *
   * @param path the file: YAML or JSON, UTF-8, at most 32 MiB
   * @param name how messages name it
   * @return the plan
   * @throws PlanRefused naming every fault with its line, if there is one
   */
  public static Plan read(Path path, String name) {
    return new PlanReader(name).parse(text(path, name));
  }

  private static String text(Path path, String name) {
    try {
      if (Files.isDirectory(path)) {
        throw new PlanRefused(name, "it is a directory; name a YAML or JSON file");
      }
      byte[] bytes = beginning(path);
      if (bytes.length > MAX_BYTES) {
        throw new PlanRefused(name, "it is larger than 32 MiB; divide it");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new PlanRefused(name, "it is not UTF-8 text; convert it");
    } catch (IOException e) {
      throw new PlanRefused(name, IoReasons.of(e));
    }
  }

  /** Of a device or a pipe no size is told, and it may never end. */
  private static byte[] beginning(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(MAX_BYTES + 1);
    }
  }

  private Plan parse(String text) {
    try {
      read(NodeReader.read(text));
    } catch (NodeReader.Unreadable e) {
      faults.add(e.fault());
    }
    if (!faults.isEmpty()) {
      throw new PlanRefused(PlanRefused.Kind.INVALID, file, faults);
    }
    return new Plan(
        file,
        pools.scopes(),
        pools.pools(),
        drafts.values().stream().map(SubnetDraft::planned).toList());
  }

  private void read(Node root) {
    if (!(root instanceof Node.Mapping mapping)) {
      faults.add(
          new Fault(
              root.line(), "A plan begins with \"subnets:\" and a list of subnets below it."));
      return;
    }
    MappingReader plan = new MappingReader("a plan", mapping, KEYS, faults);
    plan.value("version", this::version);
    plan.mappings("scopes").forEach(pools::scope);
    plan.mappings("subnet-pools").forEach(pools::pool);
    if (!plan.has("subnets") && !plan.has("subnet-pools") && !plan.has("scopes")) {
      plan.fault(plan.line(), "There is no list of \"subnets\"; a plan has one.");
    }
    AddressReader addresses = new AddressReader(drafts, faults);
    for (Node.Mapping each : plan.mappings("subnets")) {
      subnet(each, addresses);
    }
    for (Node.Mapping each : plan.mappings("addresses")) {
      addresses.read(each, null);
    }
  }

  private String version(String text) {
    if (!text.equals("1")) {
      throw new InvalidValueException(
          "UnknownPlanVersion",
          MappingReader.quote(text)
              + " is not a version of plans that this ipam knows; it knows 1.",
          Texts.quotable(text));
    }
    return text;
  }

  private void subnet(Node.Mapping mapping, AddressReader addresses) {
    MappingReader reader = new MappingReader("a subnet", mapping, SUBNET_KEYS, faults);
    boolean fromPool = reader.has("from-pool") && !reader.has("cidr");
    Cidr cidr = fromPool ? null : reader.required("cidr", Cidr::parse);
    String given =
        fromPool ? reader.required("id", text -> text) : reader.value("id", text -> text);
    String name = given == null && cidr != null ? cidr.toString() : given;
    SubnetDraft earlier = name == null ? null : drafts.get(name);
    if (earlier != null) {
      reader.fault(
          reader.line("id"),
          "Subnet "
              + MappingReader.quote(given == null ? "" + cidr : given)
              + " stands here twice, first in line "
              + earlier.line()
              + "; rename one.");
    }
    SubnetDraft draft =
        name == null || (cidr == null && !fromPool) || earlier != null
            ? null
            : draft(reader, name, cidr);
    if (draft != null && name != null) {
      drafts.put(name, draft);
    } else if (earlier == null) {
      addresses.broken(name);
    }
    String within = draft == null || name == null ? NOWHERE : name;
    for (Node.Mapping each : reader.mappings("addresses")) {
      addresses.read(each, within);
    }
  }

  /** One that is at fault becomes a default one, so that its addresses are judged all the same. */
  private @Nullable SubnetDraft draft(MappingReader reader, String id, @Nullable Cidr cidr) {
    int before = faults.size();
    String pool = reader.value("from-pool", text -> text);
    Integer length = reader.value("prefix-length", Texts::prefixLength);
    if (reader.has("prefix-length") && (cidr != null || !reader.has("from-pool"))) {
      reader.fault(
          reader.line("prefix-length"),
          "\"prefix-length\" goes with \"from-pool\" and without \"cidr\"; remove it.");
    }
    SubnetRequest request = reader.attempt(reader.line("id"), () -> plain(id, cidr, pool, length));
    SubnetRequest refined = request == null ? null : refined(reader, request);
    if (request == null || refined == null) {
      return null;
    }
    Subnet subnet =
        faults.size() > before ? null : reader.attempt(reader.line(), () -> likely(refined));
    return new SubnetDraft(
        reader.line(), refined, subnet == null ? defaults(request) : subnet, reader.keys());
  }

  private static @Nullable SubnetRequest plain(
      String id, @Nullable Cidr cidr, @Nullable String pool, @Nullable Integer length) {
    if (cidr != null) {
      return SubnetRequest.of(id, cidr).withPoolId(pool);
    }
    return pool == null ? null : SubnetRequest.fromPool(id, pool, length);
  }

  /** The subnet that is meant, with some block of its pool where the pool decides which. */
  private @Nullable Subnet likely(SubnetRequest request) {
    return request instanceof SpecificSubnetRequest specific
        ? Subnet.of(specific)
        : pools.example((AnySubnetRequest) request);
  }

  private static @Nullable Subnet defaults(SubnetRequest request) {
    return request instanceof SpecificSubnetRequest specific ? Subnet.of(specific) : null;
  }

  private static SubnetRequest refined(MappingReader reader, SubnetRequest plain) {
    SubnetRequest request = plain;
    for (String key : List.of("project", "gateway", "policy", "rest")) {
      SubnetRequest soFar = request;
      SubnetRequest refined = reader.value(key, text -> refined(soFar, key, text));
      request = refined == null ? request : refined;
    }
    List<String> pools = reader.texts("pools");
    if (!pools.isEmpty()) {
      SubnetRequest soFar = request;
      SubnetRequest refined =
          reader.attempt(reader.line("pools"), () -> soFar.withPools(Texts.pools(pools)));
      request = refined == null ? request : refined;
    }
    return request;
  }

  private static SubnetRequest refined(SubnetRequest request, String key, String text) {
    return switch (key) {
      case "project" -> request.withProject(text);
      case "gateway" -> request.withGateway(Texts.gateway(text));
      case "policy" -> request.withPolicy(Texts.policy(text));
      default -> request.withRest(Texts.duration(text));
    };
  }
}
