/** An example: a driver that keeps its addresses in memory. */
@org.jspecify.annotations.NullMarked
package com.example.ipam;
