/** What callers ask for and what they get: sealed requests and the records that answer them. */
@NullMarked
package dev.ipam.request;

import org.jspecify.annotations.NullMarked;
