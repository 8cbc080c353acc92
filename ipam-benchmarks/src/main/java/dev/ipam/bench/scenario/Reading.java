package dev.ipam.bench.scenario;

/**
 * One number that was measured, or that somebody else published.
 *
 * @param label what was measured
 * @param value the number
 * @param unit its unit
 */
public record Reading(String label, double value, String unit) {}
