/**
 * A service that keeps ports, each with its address, in one transaction with the driver's store.
 */
package dev.ipam.reference.example;
