/** What a run of the kit found: data, to be written in any form. */
@NullMarked
package dev.ipam.conformance.report;

import org.jspecify.annotations.NullMarked;
