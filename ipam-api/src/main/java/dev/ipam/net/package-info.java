/**
 * Address arithmetic: addresses, prefixes and ranges of IPv4 and IPv6 as small immutable values.
 */
@NullMarked
package dev.ipam.net;

import org.jspecify.annotations.NullMarked;
