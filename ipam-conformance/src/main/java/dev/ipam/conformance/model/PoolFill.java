package dev.ipam.conformance.model;

import java.math.BigDecimal;
import java.util.Map;

/**
 * How full a subnet pool is, in quota units, as the model sees it.
 *
 * @param pool the subnet pool
 * @param capacity its space
 * @param allocated what its subnets take
 * @param free the rest
 * @param byProject what each project's subnets take
 * @param subnets how many subnets it has
 * @since 0.1
 */
public record PoolFill(
    String pool,
    BigDecimal capacity,
    BigDecimal allocated,
    BigDecimal free,
    Map<String, BigDecimal> byProject,
    long subnets) {}
