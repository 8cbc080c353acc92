package dev.ipam.reference;

/**
 * A commit that was sent and may not have been answered.
 *
 * @param version the version of the store that it makes
 * @param writer the number of the connection that it was sent on
 * @param isTold whether it has changes that are kept for those who follow the store
 */
record SentCommit(long version, long writer, boolean isTold) {}
