package dev.ipam.conformance.vectors;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The files of recorded outcomes that lie beside this class. */
enum VectorFile {
  ADDRESS_CHECKS("address-checks.json"),
  ADDRESS_SEQUENCES("address-sequences.json"),
  BUILTIN_SEQUENCES("builtin-sequences.json"),
  BUILTIN_VS_REFERENCE("builtin-vs-reference.json"),
  DERIVED_ADDRESSES("derived-addresses.json"),
  GENERATED_POOLS("generated-pools.json"),
  MIGRATION("migration.json"),
  SUBNET_GROUPS("subnet-groups.json"),
  SUBNET_POOL_ALLOCATION("subnet-pool-allocation.json"),
  SUBNET_POOL_DEFINITIONS("subnet-pool-definitions.json"),
  SUBNET_REQUESTS("subnet-requests.json");

  private final String resource;

  VectorFile(String resource) {
    this.resource = resource;
  }

  /** Reads the vectors of the file in its order. */
  List<Vector> read() {
    return resource(resource).get("vectors").items().stream()
        .map(
            vector ->
                new Vector(
                    vector.get("id").text(),
                    vector.get("op").text(),
                    vector.get("input"),
                    vector.get("expect"),
                    vector.get("class").text(),
                    vector.textOrNull("why")))
        .toList();
  }

  static Json resource(String name) {
    try (InputStream in = VectorFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name);
      }
      return Json.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
