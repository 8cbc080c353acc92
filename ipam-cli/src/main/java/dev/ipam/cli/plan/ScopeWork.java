package dev.ipam.cli.plan;

import dev.ipam.request.AddressScope;

/**
 * What is to be done for one address scope.
 *
 * @param line where it stands in the plan
 * @param scope the scope as it will be
 * @param missing whether it is to be created
 */
record ScopeWork(int line, AddressScope scope, boolean missing) {}
