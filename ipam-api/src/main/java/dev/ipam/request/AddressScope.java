package dev.ipam.request;

import dev.ipam.net.IpFamily;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An address scope: the subnet pools in it do not overlap and are of its family.
 *
 * @param id its id
 * @param project the project that it belongs to
 * @param family its family
 * @param shared whether other projects may use it
 * @ipam.rule 5.31..5.33
 * @since 0.1
 */
public record AddressScope(String id, String project, IpFamily family, boolean shared) {
  /**
   * Checks the identifiers.
   *
   * @param id its id
   * @param project the project that it belongs to
   * @param family its family
   * @param shared whether other projects may use it
   */
  public AddressScope {
    Checks.id("address scope id", id);
    Checks.id("project", project);
    Objects.requireNonNull(family, "family");
  }

  /**
   * Returns the whole definition by names in lower_snake_case, as {@link
   * dev.ipam.error.AddressScopeAlreadyExistsException} carries it.
   *
   * @return a map in a fixed order
   */
  public Map<String, Object> definition() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("project", project);
    fields.put("family", family.toString());
    fields.put("shared", Boolean.toString(shared));
    return fields;
  }
}
