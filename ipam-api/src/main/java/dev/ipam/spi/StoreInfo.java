package dev.ipam.spi;

/**
 * What can be told about an opened store.
 *
 * @param id the store's own id, which a copy of it does not share once it is adopted
 * @param location where it is, without secrets
 * @param format the version of its format
 * @since 0.1
 */
public record StoreInfo(String id, String location, String format) {}
