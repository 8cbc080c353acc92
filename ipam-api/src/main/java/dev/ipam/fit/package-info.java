/** Whether requests would fit, asked without changing anything. */
@NullMarked
package dev.ipam.fit;

import org.jspecify.annotations.NullMarked;
