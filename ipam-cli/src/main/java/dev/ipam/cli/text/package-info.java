/** Values as people write them. */
@NullMarked
package dev.ipam.cli.text;

import org.jspecify.annotations.NullMarked;
