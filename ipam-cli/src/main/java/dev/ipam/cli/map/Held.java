package dev.ipam.cli.map;

import dev.ipam.net.IpAddress;

/**
 * An address that is not simply free.
 *
 * @param address the address
 * @param rests whether it was released and rests; otherwise it is allocated
 */
record Held(IpAddress address, boolean rests) {}
