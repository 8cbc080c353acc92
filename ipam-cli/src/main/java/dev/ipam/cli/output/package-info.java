/** How results reach a person or a program: tables, JSON, CSV. */
@NullMarked
package dev.ipam.cli.output;

import org.jspecify.annotations.NullMarked;
