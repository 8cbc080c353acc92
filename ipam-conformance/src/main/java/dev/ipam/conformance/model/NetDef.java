package dev.ipam.conformance.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subnet's definition as the model sees it.
 *
 * @param id its id
 * @param project its project
 * @param cidr its CIDR
 * @param gateway its gateway, or {@code null}
 * @param pools its allocation pools in ascending order
 * @param generated whether the pools are generated
 * @param policy its policy
 * @param rest its rest duration in milliseconds
 * @param pool the subnet pool that it came from, or {@code null}
 * @since 0.1
 */
public record NetDef(
    String id,
    String project,
    Block cidr,
    @Nullable Addr gateway,
    List<Span> pools,
    boolean generated,
    String policy,
    long rest,
    @Nullable String pool) {}
