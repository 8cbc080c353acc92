/** What is measured: one scenario for each target, with its baseline. */
@NullMarked
package dev.ipam.bench.scenario;

import org.jspecify.annotations.NullMarked;
