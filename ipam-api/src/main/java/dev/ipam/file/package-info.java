/**
 * Files that are of one owner and of one process at a time, and stay on the disk: what the stores
 * of embedded drivers and the facade's own files are made of.
 */
@NullMarked
package dev.ipam.file;

import org.jspecify.annotations.NullMarked;
