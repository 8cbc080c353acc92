/** What came out, as text, Markdown and JSON. */
@NullMarked
package dev.ipam.bench.report;

import org.jspecify.annotations.NullMarked;
