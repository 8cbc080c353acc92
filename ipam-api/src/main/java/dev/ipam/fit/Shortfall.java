package dev.ipam.fit;

import dev.ipam.request.AllocationRequest;
import java.math.BigInteger;

/**
 * A request that would not be served.
 *
 * @param index its place in the list that was asked about, from 0
 * @param request the request
 * @param missing how many addresses are missing; all of them where the request itself is refused
 * @param code the code of the error that it would get, for example {@code NoAddressAvailable}
 * @param message one sentence that says what stands in the way
 * @since 0.1
 */
public record Shortfall(
    int index, AllocationRequest request, BigInteger missing, String code, String message) {}
