/**
 * Joint allocation on drivers that cannot do it in one step: part by part, under an intent on disk.
 */
@NullMarked
package dev.ipam.joint;

import org.jspecify.annotations.NullMarked;
