package dev.ipam.conformance.model;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subnet pool's definition as the model sees it.
 *
 * @param id its id
 * @param project its project
 * @param prefixes its prefixes: as few as possible, ascending
 * @param min its shortest prefix length
 * @param max its longest prefix length
 * @param usual its default prefix length
 * @param quota its quota in units, or {@code null}
 * @param scope its address scope, or {@code null}
 * @param shared whether it is shared
 * @since 0.1
 */
public record PoolDef(
    String id,
    String project,
    List<Block> prefixes,
    int min,
    int max,
    int usual,
    @Nullable BigInteger quota,
    @Nullable String scope,
    boolean shared) {}
